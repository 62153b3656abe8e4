import type { Geometry } from 'geojson';
import { FileRefused } from '../../src/lib/contract/import.ts';
import { LAYERS, LAYER_GEOMETRY } from '../../src/lib/contract/layer_rows.ts';
import type { LayerId } from '../../src/lib/contract/layer_rows.ts';

/** Words in a file's name that speak for a layer; the first line that fits name and geometry wins. */
const NAME_WORDS: readonly (readonly [LayerId, RegExp])[] = [
  ['hydrant', /\bhydrants?\b|消火栓|消防栓|消火拴|消防水栓/],
  [
    'water_main',
    /\b(water|fire) ?(supply |distribution )?(mains?|pipes?|pipelines?)\b|(给水|供水|配水|输水|上水|自来水|消防(给|供)?水?|(消火栓|消防栓)(给水)?)[主干支]?管(?![理辖控护])/,
  ],
  [
    'station',
    /\b(fire|micro|mini) ?stations?\b|\bfire ?(house|brigade|dep(t|artment))s?\b|消防站|微型站|微站|消防救援站|消防队|消防隊|专职队|專職隊|救援站|消防点/,
  ],
  ['obstacle', /\bobstacles?\b|\bbarriers?\b|\bbollards?\b|障碍|障礙|路障|限高架|石墩|隔离桩/],
  ['operating_surface', /\b(operating|aerial) ?(surface|area|ladder)s?\b|登高|扑救场地|操作场地/],
  ['hazard', /\bhazards?\b|隐患|隱患/],
  ['cluster', /\bclusters?\b|\burban ?villages?\b|城中村|连片|棚户|老旧片区/],
  [
    'water_source',
    /\bwater ?(source|point|bod(y|ie)|way|course|area)s?\b|\bwaterways?\b|\b(pool|pond|tank|cistern|lake|river|stream|canal|reservoir|well|intake|suction ?point)s?\b|水源|水池|水鹤|取水|河流|河道|湖泊|池塘|水塘|鱼塘|水库|水渠|水系|水体|水井|^水$/,
  ],
  ['building', /\bbuildings?\b|\bfootprints?\b|\bhouses?\b|建筑|建築|房屋|楼栋|楼幢|幢|栋/],
  [
    'street',
    /\b(road|street|highway|lane|alley|path|route|centre ?line|center ?line)s?\b|道路|路网|路網|街道|街巷|巷道|公路|路段|中心线|消防车通道|消防通道/,
  ],
  [
    'area',
    /\b(sub ?division|subdiv|village|boundar(y|ie)|district|ward|town(ship)?|count(y|ie)|province|communit(y|ie)|parish|municipalit(y|ie)|admin\w*|precinct|zone|grid|area)s?\b|行政|社区|社區|村|镇|鎮|乡|街道|区划|區劃|辖区|边界|网格|片区|市界|县界|县|省/,
  ],
  [
    'place',
    /\b(place|poi|venue|school|medical|hospital|clinic|hotel|church|market|shop|mall|kindergarten|nursing|care|factory|(service|gas|petrol|charging) ?station|public ?building)s?\b|场所|場所|重点单位|单位|学校|學校|医院|醫院|幼儿园|养老|敬老|酒店|宾馆|民宿|商场|市场|企业|工厂|充电|九小|高层|加油站|寺庙|文物/,
  ],
];

/** Kind a place file's name speaks for; the vocabulary of the place layer. */
const PLACE_KINDS: readonly (readonly [string, RegExp])[] = [
  ['kindergarten', /kindergarten|幼儿园/],
  ['school', /school|学校|學校|中学|小学/],
  ['hospital', /medical|hospital|clinic|医院|醫院|卫生院/],
  ['care_home', /nursing|care home|养老|敬老/],
  ['hotel', /hotel|酒店|宾馆|民宿/],
  ['fuel', /(service|gas|petrol) ?station|加油站/],
  ['charging', /charging|充电/],
  ['market', /market|mall|shop|市场|商场/],
  ['worship', /church|temple|寺庙|教堂/],
  ['factory', /factory|工厂|企业/],
  ['high_rise', /high ?rise|高层/],
  ['key_unit', /重点单位|key unit/],
  ['small_venue', /九小|small venue/],
  ['public_building', /public ?building/],
];

/** A file's name as words: extension off, separators and camel case opened, lower case. */
export function nameWords(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\.(geojson|geojsonl|json|ndjson|csv|tsv|txt|zip|shp|osm\.pbf|pbf)$/i, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .replace(/[^\p{L}\p{N}]+|\d+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** Tags of OpenStreetMap that speak for a layer where a file's name does not. */
function layerOfFields(fields: readonly string[], kinds: readonly Geometry['type'][]): LayerId | null {
  const has = (name: string) => fields.some((field) => field.toLowerCase() === name);
  if (fields.some((field) => field.toLowerCase().startsWith('fire_hydrant:'))) return 'hydrant';
  if ((has('highway') || has('fclass')) && fits('street', kinds)) return 'street';
  if ((has('building') || has('building:levels')) && fits('building', kinds)) return 'building';
  if (has('admin_level') && fits('area', kinds)) return 'area';
  return null;
}

/**
 * The layer of a table: the one asked for, else what its names and geometry kinds speak for, else what its
 * fields do. Throws FileRefused `layer-unknown` with the values --layer takes.
 */
export function layerOf(
  asked: LayerId | null,
  names: readonly string[],
  fields: readonly string[],
  kinds: readonly Geometry['type'][],
): LayerId {
  if (asked !== null) return asked;
  let named: LayerId | null = null;
  for (const name of names) {
    const words = nameWords(name);
    for (const [layer, pattern] of NAME_WORDS) {
      if (!pattern.test(words)) continue;
      if (fits(layer, kinds)) return layer;
      if (layer === 'building' && fits('place', kinds)) return 'place';
      named ??= layer;
    }
  }
  const layer = layerOfFields(fields, kinds) ?? named;
  if (layer !== null) return layer;
  throw new FileRefused(
    'layer-unknown',
    `The name "${names[0] ?? ''}" does not say which layer the file holds; give --layer with one of ${LAYERS.join(', ')}.`,
  );
}

/** The kind of place a file's name speaks for; null where it speaks for none. */
export function placeKindOf(names: readonly string[]): string | null {
  const words = names.map(nameWords).join(' ');
  return PLACE_KINDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** Whether rows of these kinds can stand in the layer; collections and multipoints are taken apart first. */
function fits(layer: LayerId, kinds: readonly Geometry['type'][]): boolean {
  if (kinds.length === 0) return true;
  return kinds.some((kind) => {
    if (kind === 'GeometryCollection') return true;
    return LAYER_GEOMETRY[layer].includes(kind === 'MultiPoint' ? 'Point' : kind);
  });
}
