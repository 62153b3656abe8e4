import {
  NAME,
  counted,
  date,
  flag,
  flagOr,
  groundHeight,
  number,
  reading,
  size,
  text,
  textOr,
  word,
  words,
} from './attribute.ts';
import type { AttributeTable } from './attribute.ts';
import { onewayOf } from './oneway.ts';
import { plainText } from './plain_text.ts';
import { yesOrNo } from './plain_values.ts';
import type { Reading } from './plain_text.ts';
import { WATER_ATTRIBUTES } from './water_attributes.ts';
import {
  areaKind,
  hazardSeverity,
  obstacleStatus,
  stationKind,
  streetClass,
  valueSource,
  vehicleCodes,
} from './vocabulary.ts';

/** Every attribute of every layer: the names it goes by in files and how its values are read. */
export const ATTRIBUTES: AttributeTable = {
  street: {
    name: text(
      'name st_name street_name streetname road_name roadname rd_name fullname fullstname',
      'name_zh 道路名称 道路名 路名 街道名称 名称 lm street road label mc',
    ),
    street_class: {
      names: words(
        'highway fclass street_class road_class roadclass rd_class functional_class',
        'func_class st_type street_type road_type roadtype class 道路等级 道路等級 道路类型',
        '道路类别 等级 类型 道路性质 dldj type category kind',
      ),
      read: (value) => streetClass(value),
      absent: 'unclassified',
      expected: 'a street class',
      is_code: true,
    },
    oneway: {
      names: words('oneway one_way direction dir_travel 单行 单向 单行线 单行道 是否单行 單行', '通行方向'),
      read: onewayOf,
      absent: 0,
      expected: 'a direction (yes, no, -1, FT, TF)',
      is_code: true,
    },
    maxspeed_kmh: size(
      'speed_kmh',
      'a speed such as 40 km/h',
      'maxspeed max_speed speed_limit speedlimit spd_limit posted_speed speed 限速 最高限速',
      '设计速度 设计时速',
    ),
    width_m: size(
      'length_m',
      'a width such as 3.5 m',
      'width width_m road_width roadwidth carriageway_width st_width pavement_width',
      'pave_width est_width 路面宽度 道路宽度 車道寬度 车行道宽度 净宽 宽度 寬度 路宽 路寬',
      '宽 kd lk',
    ),
    width_source: word(
      valueSource,
      'unknown' as const,
      'measured or estimated',
      'width_source source:width 宽度来源',
    ),
    max_width_m: size(
      'length_m',
      'a width such as 2.3 m',
      'maxwidth max_width maxwidth:physical width_limit 限宽 限寬',
    ),
    max_height_m: size(
      'length_m',
      'a height such as 4.0 m',
      'maxheight max_height clearance vertical_clearance height_limit 限高 净高 净空高度',
      '净空',
    ),
    max_weight_t: size(
      'weight_t',
      'a weight such as 20 t',
      'maxweight max_weight weight_limit load_limit 限重 承重 荷载 限载',
    ),
    surface: text('surface surf_type pavement 路面 路面类型 路面材质 铺装'),
    access: text('access restriction 通行 通行权 权限'),
    bridge: flagOr(false, 'bridge is_bridge 桥 桥梁 是否桥梁'),
    tunnel: flagOr(false, 'tunnel is_tunnel 隧道 是否隧道'),
    level: {
      names: words('layer z_level zlevel 层次'),
      read: (value) => {
        const plain = plainText(value);
        return plain === null ? null : /^[+-]?\d{1,2}$/.test(plain) ? Number(plain) : undefined;
      },
      absent: 0,
      expected: 'a whole number such as -1, 0, 1',
      is_code: true,
    },
    vertex_keys: {
      names: ['vertex_keys'],
      read: vertexKeysOf,
      absent: null,
      expected: 'a whole number for each vertex',
    },
  },
  hydrant: WATER_ATTRIBUTES.hydrant,
  water_source: WATER_ATTRIBUTES.water_source,
  station: {
    name: text(NAME, 'station_name station 站名 站点名称 消防站名称 单位名称 微型站名称'),
    kind: word(
      stationKind,
      'brigade' as const,
      'micro, brigade, national or enterprise',
      'kind type station_type class 类型',
      '类别 站点类型 队伍类型 性质 级别',
    ),
    turnout_s: reading(
      'duration_s',
      'a time such as 60 s',
      'turnout_s turnout turnout_time turn_out 出动时间 出动用时 集结时间',
    ),
    crew: number(
      'crew staff personnel firefighters members 人数 人员 人员数 队员数 队员人数 人员数量',
      '编制',
    ),
    vehicles: {
      names: words('vehicles vehicle apparatus trucks 车辆 消防车 车辆类型 车辆配备 车辆装备'),
      read: (value, { column, remark }) => {
        const found = vehicleCodes(value);
        if (found === null) return null;
        if (found.codes.length === 0 && found.unknown.length > 0) return undefined;
        for (const word of found.unknown) {
          remark(
            'unknown-vehicle',
            `"${column.field}" names "${word}", which is no vehicle we know; left out.`,
          );
        }
        return found.codes;
      },
      absent: [],
      expected: 'vehicles such as pumper, ladder, mini, trike (水罐车, 云梯车, …)',
      is_code: true,
    },
    pumps: number('pumps portable_pumps 手抬泵 手抬机动泵 机动泵 手抬泵数 手抬泵数量 机动泵数 机动泵数量'),
    tankers: number('tankers tanker_count water_tenders 水罐车 水罐车数 水罐车数量 水罐消防车 水罐消防车数'),
    tanker_m3: size(
      'volume_m3',
      'a volume such as 5 m3',
      'tanker_m3 tanker_volume tank_capacity 载水量 单车载水量 水罐车载水量 水罐容积 罐容',
    ),
  },
  building: {
    name: text(NAME, 'bldg_name building_name bld_name 建筑名称 楼名 楼栋 栋号 楼号 小区名称'),
    use: text(
      'use usage land_use bldg_use building_use function occupancy building fclass bldtype',
      'type 用途 使用性质 建筑用途 使用用途 功能 房屋用途 性质 类型',
    ),
    height_m: size(
      'length_m',
      'a height such as 27 m',
      'height height_m bldg_height building_height building:height heightroof 建筑高度 高度',
      '楼高 房屋高度 高',
    ),
    floors: counted(
      'floors building:levels levels storeys stories num_floors numfloors no_floors floor',
      'floor_count 层数 楼层 楼层数 地上层数 總樓層 楼层总数 建筑层数 房屋层数 cs',
    ),
    structure: text(
      'structure building:structure construction building:material material 结构 建筑结构',
      '结构类型 房屋结构 結構',
    ),
    people: number(
      'people residents occupants population pop persons 人口 人数 居住人数 常住人口',
      '实住人口 居民人数 使用人数',
    ),
    ground_m: groundHeight('室外地坪标高 室外地面标高'),
  },
  area: {
    name: text(
      'name name_zh 名称 名稱 subdiv subdivision village village_name community area_name',
      '村名 村名称 社区名称 社区 行政村 村 乡镇 街道 xzqmc zldwmc qsdwmc town township ward',
      'district district_name county admin_name label descript limits mc region',
    ),
    kind: word(
      areaKind,
      'other' as const,
      'province, city, county, town, village or grid',
      'kind level admin_type area_type',
      '级别 层级 类型 行政级别 type',
    ),
    population: number(
      'population pop people residents pop_total total_pop totpop 人口 总人口 常住人口',
      '人口数 户籍人口',
    ),
    has_mains: flag(
      'has_mains 是否有管网 有管网 是否有市政管网 mains water_mains 市政管网 自来水 通自来水 供水管网 有无管网 管网 是否通水',
    ),
    settlement_class: text('settlement_class urban_rural 城乡分类 城乡 区域类型 城乡类型'),
    low_fire_resistance: flag(
      'low_fire_resistance 低耐火等级 耐火等级低 三四级为主 三四级建筑为主 三四级耐火等级为主',
    ),
  },
  obstacle: {
    kind: textOr(
      'obstacle',
      'kind barrier type obstacle_type obstacle 类型 障碍类型 障碍物 障碍物类型 种类 名称',
      'name',
    ),
    fixed: word(
      fixedOf,
      null as boolean | null,
      'fixed or movable (固定, 可移动)',
      'fixed is_fixed permanent 固定 是否固定 固定移动 性质',
    ),
    clear_width_m: size(
      'length_m',
      'a width such as 2.5 m',
      'clear_width clear_width_m maxwidth maxwidth:physical width 净宽 剩余宽度 通行宽度',
      '净宽度',
    ),
    clear_height_m: size(
      'length_m',
      'a height such as 3.5 m',
      'clear_height clear_height_m maxheight height 净高 限高 剩余高度 通行高度',
    ),
    status: word(
      obstacleStatus,
      'standing' as const,
      'standing or cleared',
      'status state 状态 整改状态 整改情况',
    ),
    due_on: date('due_on due due_date deadline 期限 整改期限 完成时限 整改时限'),
    street_source_id: text('street_source_id street_id road_id 道路编号'),
  },
  place: {
    name: text(NAME, 'place_name 单位名称 场所名称 学校名称 医院名称 facility company'),
    kind: textOr(
      'other',
      'kind amenity category place_type fclass 类别 类型 场所类型 单位类型 场所类别 type',
      'bldtype',
    ),
  },
  cluster: {
    name: text(NAME, '片区名称'),
    kind: textOr('other', 'kind type 类型 类别'),
  },
  hazard: {
    name: text(NAME, '隐患名称 隐患描述 问题描述 问题'),
    kind: textOr('other', 'kind type category 隐患类型 类型 类别'),
    severity: word(
      hazardSeverity,
      'minor' as const,
      'minor, serious or major (一般, 较大, 重大)',
      'severity level grade 隐患等级 等级 级别 严重程度',
    ),
    due_on: date('due_on due due_date deadline 期限 整改期限 整改时限'),
  },
  operating_surface: {
    name: text(NAME),
    length_m: size('length_m', 'a length such as 15 m', 'length length_m 长度 长 長度'),
    width_m: size('length_m', 'a width such as 10 m', 'width width_m 宽度 宽 寬度'),
  },
  water_main: WATER_ATTRIBUTES.water_main,
};

/** The product's own export: a list in GeoJSON, numbers between blanks in a table. */
function vertexKeysOf(value: unknown): Reading<number[]> {
  const given = Array.isArray(value) ? (value as unknown[]) : (plainText(value)?.split(' ') ?? null);
  if (given === null) return null;
  const keys = given.map(Number);
  return keys.every(Number.isSafeInteger) ? keys : undefined;
}

function fixedOf(value: unknown): Reading<boolean> {
  const plain = plainText(value);
  if (plain !== null && /可移动|移动|movable|mobile|temporary|临时|parked/i.test(plain)) return false;
  if (plain !== null && /固定|fixed|permanent/i.test(plain)) return true;
  return yesOrNo(value);
}
