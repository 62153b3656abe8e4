/** Of everything that is made from OpenStreetMap. */
export const OSM_LICENCE = 'ODbL 1.0, © OpenStreetMap contributors';
