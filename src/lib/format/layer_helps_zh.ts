import type { TownLayerId } from '../contract/map_address.ts';

/** What each layer of the rail shows, in Chinese: read when a layer's legend is opened. */
export const LAYER_HELPS_ZH: Record<TownLayerId, string> = {
  building: '每栋建筑物按到场、水带、水源三项得出的结论，缩小后按网格取多数。点击一栋看三项明细。',
  ring: '全部站点在 1、3、5 分钟内能开到的道路，外扩 25 米。时间从下达出动命令起算。',
  gap: '同一区域、同一原因、彼此相距 100 米以内的未覆盖建筑物合为一处，按人数再按栋数排名。',
  station: '微型消防站、专职消防队、国家队和企业队。点击看车辆和人员。',
  hydrant: '形状表示状况：实心完好，打叉损坏，问号未核实。放大后显示。',
  water: '水池、水塔、取水口、井、河流和池塘，供没有管网或消火栓损坏时取水。',
  hazard: '尚未关闭的隐患。相近的合为一个标记，形状和颜色按其中最严重的一处。',
  place: '学校、市场、养老机构等重点场所，圆点颜色为该场所自己的结论。',
  obstacle: '现在立着的限宽桩、路障、占道堆物等。已清除的不显示。',
  lane: '按实测或登记的净宽对照消防车道要求和当前车辆；没有测过的画虚线，不当作够宽。',
  cluster: '建筑物相互距离小于防火间距、火能连片蔓延的范围，由建筑物轮廓计算得出。',
  area: '行政村、社区等边界和名称，用于统计和授权。',
  street: '按等级绘制的道路和步行道，来自已导入的数据。',
};
