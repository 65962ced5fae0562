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
