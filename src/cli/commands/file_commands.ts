import { resolve } from 'node:path';
import { layerOption, mapOption, shareOption } from '../options.ts';
import type { CommandLine } from './command_line.ts';

/** `import`, `export` and `demo`: what goes into the database and comes out of it. */
export function fileCommands({ command, onDatabase }: CommandLine): void {
  command('import', 'take files into the database, all of them or none')
    .argument('<path...>', 'OSM PBF, GeoJSON, zipped shapefile, CSV; or a folder of them')
    .option('--layer <layer>', 'what the files hold', layerOption)
    .option('--source <name>', 'name of the source; default the file name')
    .option('--crs <crs>', 'auto, EPSG:n, gcj02 or bd09', 'auto')
    .option('--encoding <name>', 'auto or a name such as gb18030', 'auto')
    .option('--map <pairs>', 'source field to attribute: src=dst,src=dst', mapOption, {})
    .option('--max-rejected <share>', 'refuse a file with more rejected rows', shareOption, 0.2)
    .option('--dry-run', 'check and count, change nothing', false)
    .action(async (paths: string[], options) => {
      const { expandPaths } = await import('../../../geodata/import/detect.ts');
      const named = paths.map((path) => resolve(path));
      const expanded = expandPaths(named);
      await onDatabase('import', {
        paths: expanded,
        found: expanded.filter((path) => !named.includes(path)),
        layer: options.layer ?? null,
        source: options.source ?? null,
        crs: options.crs,
        encoding: options.encoding,
        map: options.map,
        max_rejected: options.maxRejected,
        dry_run: options.dryRun,
      });
    });

  command('export', 'write one layer to a file')
    .argument('<layer>', 'layer id', layerOption)
    .requiredOption('--format <format>', 'geojson or csv')
    .requiredOption('--out <file>', 'where to write')
    .action((layer, options) =>
      onDatabase('export', { layer, format: options.format, out: resolve(options.out) }),
    );

  command('demo', 'make the sample town, a place that does not exist, and load it').action(() =>
    onDatabase('demo', {}),
  );
}
