import { Map, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import style_url from 'maplibre-gl/dist/maplibre-gl.css?url';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { loadStyle } from './late_style.ts';

/** Imported when a map is mounted, never before: it is many times the size of the page. */
void loadStyle(style_url);
setWorkerUrl(workerUrl);

export { Map as MapLibreMap, ScaleControl };
