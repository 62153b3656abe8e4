import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { readCsv } from '../../geodata/import/csv.ts';
import { readGeoJson } from '../../geodata/import/geojson.ts';
import { readOsmPbf } from '../../geodata/import/osm_pbf.ts';
import { LAYERS } from '../../src/lib/contract/layer_rows.ts';
import { LOCAL_ADMINISTRATOR } from '../../src/lib/server/db/database.ts';
import { exportLayer } from '../../src/lib/server/services/export/export_layer.ts';
import { importFiles } from '../../src/lib/server/services/import/import_files.ts';
import { describeWithData } from '../support/test_data.ts';
import { describeUnless, openServerForTest, serverMissing } from '../support/test_database.ts';

describeUnless(serverMissing(), 'out and in again', () =>
  describeWithData('real extract', ['osm/monaco-valhalla.osm.pbf'], (file) => {
    test.each([
      ['geojson', readGeoJson],
      ['csv', readCsv],
    ] as const)('%s: every layer under the same source is unchanged, row by row', async (format, reader) => {
      const db = await openServerForTest();
      try {
        const request = {
          crs: 'auto',
          encoding: 'auto',
          map: {},
          max_rejected: 0.2,
          dry_run: false,
          source: 'osm',
        };
        await importFiles(
          db,
          LOCAL_ADMINISTRATOR,
          { ...request, layer: null, paths: [file] },
          () => readOsmPbf,
        );
        let layers = 0;
        for (const layer of LAYERS) {
          const out = join(inject('runFolder'), `round_trip_${layer}.${format}`);
          const rows = await exportLayer(db, LOCAL_ADMINISTRATOR, layer, format, out);
          if (rows === 0) continue;
          layers++;
          const report = await importFiles(
            db,
            LOCAL_ADMINISTRATOR,
            { ...request, layer, paths: [out] },
            () => reader,
          );
          expect(report.files[0].layers[layer], layer).toEqual({
            read: rows,
            inserted: 0,
            updated: 0,
            unchanged: rows,
            rejected: 0,
            repaired: 0,
            missing: 0,
          });
        }
        expect(layers).toBeGreaterThan(6);
      } finally {
        await db.close();
      }
    });
  }),
);
