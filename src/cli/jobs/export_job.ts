import type { LayerId } from '../../lib/contract/layer_rows.ts';
import { LOCAL_ADMINISTRATOR } from '../../lib/server/db/database.ts';
import { exportLayer, type ExportFormat } from '../../lib/server/services/export/export_layer.ts';
import type { Job } from './job.ts';

export interface ExportArgs {
  layer: LayerId;
  format: ExportFormat;
  out: string;
}

/** Writes one layer to a file. */
export const exportJob: Job<ExportArgs, { layer: LayerId; rows: number; out: string }> = async (
  { db },
  { layer, format, out },
) => ({ layer, rows: await exportLayer(db, LOCAL_ADMINISTRATOR, layer, format, out), out });
