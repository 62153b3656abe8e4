import { describe, expect, it } from 'vitest';
import { FileRefused } from '../../src/lib/contract/import.ts';
import { layerOf, placeKindOf } from './layer_of.ts';

describe('layerOf', () => {
  it.each([
    ['fire_hydrants.csv', 'Point', 'hydrant'],
    ['市政消火栓台账2026.csv', 'Point', 'hydrant'],
    ['消防栓.zip', 'Point', 'hydrant'],
    ['Roads.shp', 'LineString', 'street'],
    ['城区路网.zip', 'LineString', 'street'],
    ['街道.shp', 'LineString', 'street'],
    ['街道.shp', 'Polygon', 'area'],
    ['BuildingFootprint.shp', 'MultiPolygon', 'building'],
    ['建筑轮廓.geojson', 'Polygon', 'building'],
    ['public_buildings.geojson', 'Point', 'place'],
    ['微型消防站.csv', 'Point', 'station'],
    ['fire_stations.geojson', 'Point', 'station'],
    ['service_stations.geojson', 'Point', 'place'],
    ['Subdivision.shp', 'Polygon', 'area'],
    ['行政村.shp', 'Polygon', 'area'],
    ['Freeport_Boundary.shp', 'Polygon', 'area'],
    ['canals.geojson', 'MultiPolygon', 'water_source'],
    ['消防水池.csv', 'Point', 'water_source'],
    ['schools.geojson', 'Point', 'place'],
    ['重点单位.csv', 'Point', 'place'],
    ['城中村.geojson', 'Polygon', 'cluster'],
    ['火灾隐患.csv', 'Point', 'hazard'],
    ['barriers.geojson', 'Point', 'obstacle'],
  ] as const)('%s of %s is %s', (name, kind, layer) => {
    expect(layerOf(null, [name], [], [kind])).toBe(layer);
  });

  it('lets --layer win and falls back on OpenStreetMap tags', () => {
    expect(layerOf('place', ['fire_hydrants.csv'], [], ['Point'])).toBe('place');
    expect(layerOf(null, ['export.geojson'], ['highway', 'name'], ['LineString'])).toBe('street');
    expect(layerOf(null, ['export.geojson'], ['building'], ['Polygon'])).toBe('building');
    expect(layerOf(null, ['export.geojson'], ['fire_hydrant:type'], ['Point'])).toBe('hydrant');
  });

  it('names the values --layer takes where nothing tells', () => {
    expect(() => layerOf(null, ['Address_Points.shp'], ['Address'], ['Point'])).toThrow(FileRefused);
    expect(() => layerOf(null, ['data.csv'], [], ['Point'])).toThrow(/street, hydrant, water_source/);
  });
});

describe('placeKindOf', () => {
  it('takes the kind of a place from the name of its file', () => {
    expect(
      ['schools.csv', '医院.shp', '加油站.csv', 'places.csv'].map((name) => placeKindOf([name])),
    ).toEqual(['school', 'hospital', 'fuel', null]);
  });
});
