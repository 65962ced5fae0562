/** 提请原因: why a community cannot solve a hazard alone; codes, so that called-up cases can be grouped and counted. */
export const obstacleNames = {
  power: '无权处置',
  funds: '缺少经费',
  several: '涉及多个部门',
  ownership: '产权不明',
  legacy: '历史遗留',
  other: '其他',
} as const
export type Obstacle = keyof typeof obstacleNames
export const obstacles = Object.keys(obstacleNames) as [Obstacle, ...Obstacle[]]

/** 退回原因: what a call-up lacks that the office sends back for, so that communities learn what is asked of them. */
export const lackNames = {
  tried: '没写清试过什么',
  photos: '没有照片',
  own: '属社区职责',
  papers: '材料不全（产权、业主意见等）',
  other: '其他',
} as const
export type Lack = keyof typeof lackNames
export const lacks = Object.keys(lackNames) as [Lack, ...Lack[]]
