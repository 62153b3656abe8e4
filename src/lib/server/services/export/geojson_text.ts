import type { ExportRow } from './export_rows.ts';

/**
 * A GeoJSON FeatureCollection (RFC 7946), one feature a line, coordinates with all their digits. A feature's id is
 * the row's source_id, so that the file imported again under the same source finds the same rows; where the
 * layer has several sources it is `source:source_id`, for source_id alone would not be unique.
 */
export async function* geoJsonText(
  rows: AsyncIterable<ExportRow>,
  layer: string,
  several_sources: boolean,
): AsyncGenerator<string> {
  yield `{"type":"FeatureCollection","name":${JSON.stringify(layer)},"features":[`;
  let separator = '\n';
  for await (const { values, geometry } of rows) {
    const id = several_sources ? `${values.source}:${values.source_id}` : values.source_id;
    yield separator + JSON.stringify({ type: 'Feature', id, geometry, properties: values });
    separator = ',\n';
  }
  yield '\n]}\n';
}
