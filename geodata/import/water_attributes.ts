import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import { NAME, date, flag, groundHeight, reading, share, size, text, word, words } from './attribute.ts';
import type { Attribute, AttributeTable } from './attribute.ts';
import { deadEndOf } from './dead_end.ts';
import { waterKind, waterSeason, waterStatus } from './vocabulary.ts';

const status = word(
  waterStatus,
  'unknown' as const,
  'working or broken (完好, 损坏)',
  'status working_status condition state operational_status 状态 狀態 完好情况 完好状态',
  '使用状态 是否完好 设备状态 运行状态',
) satisfies Attribute<LayerRows['hydrant']['status']>;

const deadEnd = (...names: string[]): Attribute<boolean | null> => ({
  names: words(...names),
  read: deadEndOf,
  absent: null,
  expected: 'branch or loop (枝状, 环状)',
  is_code: true,
});

const MAIN_FORM = '管网形式 管网形态 管网布置 管网布置形式 布置形式 环状枝状 环枝状 管网类型 供水形式';

/** Attributes of hydrants, other water and mains: the names they go by in files and how their values are read. */
export const WATER_ATTRIBUTES: Pick<AttributeTable, 'hydrant' | 'water_source' | 'water_main'> = {
  hydrant: {
    name: text(
      'name hydrant_name 名称 名稱 编号 編號 消火栓编号 消防栓编号 hydrant_no hydrant_id',
      'hyd_no ref number code bh',
    ),
    kind: text(
      'fire_hydrant:type hydrant_type kind type style 类型 類型 形式 栓型 消火栓类型',
      '安装方式 category lx',
    ),
    diameter_mm: size(
      'diameter_mm',
      'a diameter such as DN100, 100 mm or 4"',
      'fire_hydrant:diameter diameter diameter_mm pipe_diameter main_diameter main_size',
      'size dn 管径 管徑 口径 直径 公称直径 gj',
    ),
    flow_lps: reading(
      'flow_lps',
      'a flow with its unit such as 15 L/s or 60 m3/h',
      'flow flow_rate flow_lps flow_gpm gpm fire_hydrant:flow_capacity discharge 流量',
      '出水量 实测流量 水流量',
    ),
    pressure_mpa: reading(
      'pressure_mpa',
      'a pressure with its unit such as 0.25 MPa or 3 bar',
      'pressure static_pressure pressure_mpa static_psi fire_hydrant:pressure psi 压力 水压',
      '壓力 静压 实测压力 水压力',
    ),
    status,
    tested_on: date(
      'tested_on test_date flow_test_date last_test last_tested date_tested 测试日期',
      '检测日期 测压日期 测试时间 检测时间 试水日期 最近测试',
    ),
    owner: text(
      'owner operator ownership owned_by 权属 权属单位 产权单位 管理单位 维护单位 管养单位',
      '所属单位 责任单位',
    ),
    street_name: text(
      'street street_name addr:street road road_name location address 所在道路 道路',
      '道路名称 路名 位置 地址 详细地址 地点',
    ),
    dead_end: deadEnd('dead_end dead_end_main 枝状管网 是否枝状 环状管网 是否环状', MAIN_FORM),
    ground_m: groundHeight('栓点高程'),
  },
  water_source: {
    name: text(NAME, 'sys_name water_name 水源名称 编号 ref'),
    kind: word(
      waterKind,
      'pond' as const,
      'a kind of water source',
      'kind type natural water waterway fclass emergency',
      'wat_type 类型 水源类型 类别 種類',
    ),
    volume_m3: size(
      'volume_m3',
      'a volume such as 200 m3',
      'volume volume_m3 capacity fire_water_tank:volume water_tank:volume 容积 容量 蓄水量',
      '有效容积 库容',
    ),
    flow_lps: reading(
      'flow_lps',
      'a flow with its unit such as 15 L/s',
      'flow flow_rate flow_lps 流量 供水流量 补水流量',
    ),
    suction_height_m: reading(
      'length_m',
      'a height such as 4 m',
      'suction_height suction_height_m lift suction_lift 吸水高度 吸水高差 取水高度',
    ),
    truck_access: flag(
      'truck_access vehicle_access accessible 消防车可达 车辆可达 消防车取水 可停车',
      '能否停靠',
    ),
    status,
    season: {
      names: words('season seasonality 可用季节 取水季节 供水季节 季节 季节性 是否季节性'),
      read: waterSeason,
      absent: null,
      expected: 'when water can be drawn (常年, 枯水期断流, 冰冻期不可用)',
      is_code: true,
    },
    low_flow_guarantee: share('low_flow_guarantee guarantee 保证率 枯水流量保证率 枯水期保证率 枯水保证率'),
    ground_m: groundHeight('取水点高程 岸边高程'),
  },
  water_main: {
    name: text(
      NAME,
      'main_name pipe_name pipe_id ref 管线名称 管道名称 管段编号 管线编号 管道编号 管段号 编号',
    ),
    diameter_mm: size(
      'diameter_mm',
      'a diameter such as DN200, 200 mm or 8"',
      'diameter diameter_mm pipe_diameter main_diameter main_size pipe_size nominal_diameter dn',
      '管径 管徑 公称直径 公称管径 管道直径 直径 口径 gj size',
    ),
    pressure_mpa: reading(
      'pressure_mpa',
      'a pressure with its unit such as 0.3 MPa or 3 bar',
      'pressure_mpa main_pressure working_pressure operating_pressure pressure',
      '管网压力 供水压力 运行压力 工作压力 压力 水压 壓力',
    ),
    dead_end: deadEnd('dead_end is_dead_end topology network_form 枝状 是否枝状 环状 是否环状', MAIN_FORM),
    owner: text(
      'owner operator ownership owned_by 权属 权属单位 产权单位 管理单位 维护单位 管养单位',
      '所属单位 责任单位',
    ),
  },
};
