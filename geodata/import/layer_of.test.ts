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
    ['供水管网.shp', 'LineString', 'water_main'],
    ['给水管线2026.zip', 'MultiLineString', 'water_main'],
    ['消防管网.geojson', 'LineString', 'water_main'],
    ['市政消火栓给水管道.shp', 'LineString', 'water_main'],
    ['water_mains.geojson', 'LineString', 'water_main'],
    ['WaterPipe.shp', 'LineString', 'water_main'],
    ['消防管网.csv', 'Point', 'water_main'],
    ['main_roads.geojson', 'LineString', 'street'],
    ['消防通道.shp', 'LineString', 'street'],
    ['waterways.shp', 'LineString', 'water_source'],
    ['water_lines.shp', 'LineString', null],
    ['污水管网.shp', 'LineString', null],
    ['燃气管线.shp', 'LineString', null],
    ['gas_pipelines.shp', 'LineString', null],
    ['供水管理站_水池.csv', 'Point', 'water_source'],
  ] as const)('%s of %s is %s', (name, kind, layer) => {
    if (layer === null) expect(() => layerOf(null, [name], [], [kind])).toThrow(FileRefused);
    else expect(layerOf(null, [name], [], [kind])).toBe(layer);
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
