import type { Catalogue, CatalogueItem } from './catalogue.ts'

type Row = [
  code: string,
  name: string,
  synonyms: string,
  look: string,
  days: number,
  rest?: Partial<Pick<CatalogueItem, 'severity' | 'proof' | 'confirmed' | 'city'>>,
]

function item([code, name, synonyms, look, days, rest]: Row): CatalogueItem {
  const plain = { severity: 'ordinary', proof: 'photo', confirmed: false, city: code } as const
  return { code, name, synonyms: synonyms.split(' '), look, days, ...plain, ...rest }
}

const known = { confirmed: true } as const
const talk = { proof: 'mediation' } as const

const fire: Row[] = [
  [
    '1.1',
    '消防设施老化缺失',
    '灭火器 消火栓 喷淋 烟感 水带 消防栓 应急灯 没水 过期',
    '灭火器压力、消火栓有无水、喷淋和报警是否有效、应急灯和疏散标志是否完好。',
    10,
    known,
  ],
  [
    '1.2',
    '电瓶车违规充电',
    '飞线 私拉 充电 电动车 电瓶车 私拉电线 上楼充电 车棚充电',
    '楼道、屋内停放充电，从窗户拉线，车棚线路私接。',
    5,
    known,
  ],
  [
    '1.3',
    '应急通道堵塞',
    '消防通道 安全出口 疏散通道 堵门 杂物 占道停车 锁门 防火门',
    '疏散通道、安全出口、消防车道有无占用、堵塞、封闭、上锁。',
    3,
    known,
  ],
  [
    '1.4',
    '危化品存放',
    '液化气 煤气罐 油漆 稀料 酒精 烟花 汽油 气瓶',
    '商铺和住宅内违规存放易燃易爆物品。',
    3,
    { ...known, severity: 'larger' },
  ],
  [
    '1.5',
    '“三合一”“九小场所”消防隐患',
    '三合一 九小 住人 阁楼 商铺住人 网吧 小旅馆 小餐馆',
    '生产、经营、仓储场所内有无住人，小场所出口、用电、灭火器是否合格。',
    15,
    { ...known, severity: 'larger' },
  ],
  [
    '1.6',
    '消防宣传不到位',
    '宣传 消防宣传 标语 培训 演练 没贴标识 宣传栏',
    '小区和商铺有无消防标识、宣传栏，人员会不会用灭火器。',
    5,
    { ...known, proof: 'visit' },
  ],
]
const facilities: Row[] = [
  [
    '2.1',
    '电气设施隐患',
    '电线 配电箱 线路老化 漏电 电表箱 裸露 私接 跳闸',
    '线路老化裸露、配电箱敞开、私接乱拉、漏电保护失效。',
    10,
    known,
  ],
  [
    '2.2',
    '燃气设施隐患',
    '燃气 天然气 软管 漏气 燃气表 阀门 气味 管道',
    '软管老化、管道锈蚀、穿越卧室、报警器缺失。',
    5,
    { severity: 'larger' },
  ],
  [
    '2.3',
    '电梯等特种设备隐患',
    '电梯 困人 年检 维保 异响 锅炉 特种设备 平层',
    '检验是否到期、维保记录、异响、平层不准、应急电话。',
    10,
    { severity: 'larger' },
  ],
  [
    '2.4',
    '公共设施老化损坏',
    '井盖 路灯 照明 车棚 栏杆 护栏 地砖 健身器材',
    '井盖、照明、车棚、护栏、健身器材有无破损松动。',
    10,
  ],
]
const work: Row[] = [
  [
    '3.1',
    '生产经营单位安全隐患',
    '商铺 市场 仓库 作坊 无证 操作间 叉车 商务楼',
    '商铺、市场、商务楼宇的用火用电、操作规程、人员培训。',
    15,
  ],
  [
    '3.2',
    '建筑施工、危房和高空坠物',
    '施工 装修 脚手架 危房 裂缝 外墙 坠物 广告牌',
    '施工围挡、脚手架、外墙脱落、悬挂物、广告牌松动、房屋裂缝。',
    15,
    { severity: 'larger' },
  ],
]
const living: Row[] = [
  ['4.1', '餐饮油烟扰民', '油烟 烧烤 排烟 油污 火锅 烟道 直排', '油烟净化器有无、是否使用、烟道是否直排居民窗口。', 15],
  [
    '4.2',
    '噪音扰民',
    '噪音 广场舞 音响 夜间施工 KTV 卸货 空调外机',
    '经营、施工、娱乐、设备噪声，记时间和影响范围。',
    7,
  ],
  [
    '4.3',
    '占道经营和街面秩序',
    '占道 摆摊 游摊 店外经营 流动摊贩 夹道 出摊',
    '店外经营、流动摊贩、占用人行道和盲道。',
    5,
  ],
  [
    '4.4',
    '垃圾、河道和扬尘',
    '垃圾 乱倒 建渣 河道 扬尘 臭味 卫生死角 污水',
    '垃圾清运、卫生死角、建渣、河道漂浮物、裸土扬尘。',
    3,
  ],
]
const order: Row[] = [
  ['5.1', '盗抢骗隐患', '小偷 盗窃 诈骗 监控 防盗 电诈 撬门', '监控盲区、门禁失效、诈骗线索。', 5, { proof: 'visit' }],
  [
    '5.2',
    '黄赌毒和传销线索',
    '赌博 麻将 传销 吸毒 聚众 会所 棋牌',
    '可疑场所、人员聚集，只记现象，线索交派出所。',
    3,
    { proof: 'visit', severity: 'larger' },
  ],
  [
    '5.3',
    '出租房和流动人口',
    '出租房 群租 隔断 流动人口 日租房 未登记 短租',
    '群租隔断、未登记、用途改变、出入混杂。',
    7,
    { proof: 'visit' },
  ],
  ['5.4', '技防人防薄弱', '监控坏 门禁 保安 巡逻 围墙 大门 摄像头', '门禁、监控、围墙、值守和巡逻是否到位。', 10],
]
const food: Row[] = [
  [
    '6.1',
    '餐饮后厨隐患',
    '厨房 后厨 健康证 生熟 餐具 消毒 卫生 冰箱',
    '健康证、生熟分开、餐具消毒、食材存放、防鼠防蝇。',
    7,
  ],
  ['6.2', '食品经营隐患', '超市 过期食品 副食 散装 三无 标签 学校周边', '过期、三无、散装无标签、冷链断链。', 5],
  [
    '6.3',
    '药店诊所隐患',
    '药店 诊所 处方药 过期药 执业药师 无证行医 保健品',
    '药品效期、处方药管理、执业药师在岗、诊所资质。',
    7,
  ],
]
const disputes: Row[] = [
  ['7.1', '物业服务矛盾', '物业费 物业 业委会 停车费 维修基金 不作为 收费', '双方诉求、涉及户数、已做工作。', 15, talk],
  [
    '7.2',
    '安置、拆迁和历史遗留',
    '拆迁 安置 办证 产权 历史遗留 过渡费 安置房',
    '诉求由来、涉及人数、主管部门。',
    30,
    { ...talk, severity: 'larger' },
  ],
  ['7.3', '邻里纠纷和信访', '邻里 吵架 漏水 信访 宠物 噪音纠纷 采光', '当事双方、起因、调解经过。', 7, talk],
]
const traffic: Row[] = [
  ['8.1', '违停占道', '违停 乱停 僵尸车 共享单车 占道 停车 堵路', '占用消防车道、人行道、小区出入口的停车。', 5],
  ['8.2', '通行秩序与标识', '标识 标线 红绿灯 限高 路口 减速带 护栏', '标志标线缺失、视线遮挡、人车混行。', 15],
]
const focus: Row[] = [
  [
    '9.1',
    '校园周边与重点人群',
    '学校 幼儿园 校园 接送 独居老人 精神障碍 托管',
    '校门口秩序、托管机构、重点人群走访。',
    7,
    { proof: 'visit' },
  ],
  [
    '9.2',
    '街道自定项：院落自治与安全责任落实',
    '自治 院落 责任书 楼栋长 巡查记录 台账 责任人',
    '院落有无责任人、责任书、巡查记录。',
    7,
    { proof: 'visit', city: null },
  ],
]

/**
 * 9 categories, 30 items: the city's 29 and the sub-district's own 9.2. Seven items are confirmed by a published page;
 * the rest is provisional until the official annex is loaded (knowledge: domain.md A1).
 */
export const catalogue2019: Catalogue = {
  version: '2019.1',
  name: '平安社区工程百日攻坚行动 9 类 30 项',
  from: '2019-03-23',
  categories: [
    { code: '1', name: '社区消防', items: fire.map(item) },
    { code: '2', name: '社区设施', items: facilities.map(item) },
    { code: '3', name: '社区安全生产', items: work.map(item) },
    { code: '4', name: '社区生活环境', items: living.map(item) },
    { code: '5', name: '社区治安', items: order.map(item) },
    { code: '6', name: '食品药品安全', items: food.map(item) },
    { code: '7', name: '矛盾纠纷', items: disputes.map(item) },
    { code: '8', name: '交通与停车', items: traffic.map(item) },
    { code: '9', name: '校园及重点区域、人群', items: focus.map(item) },
  ],
}
