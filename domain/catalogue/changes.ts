import { allItems, type Catalogue, type CatalogueItem, findItem } from './catalogue.ts'

const severityWords = { ordinary: '一般', larger: '较大', major: '重大' } as const
export const proofWords = { photo: '照片', visit: '回访记录', mediation: '调解协议' } as const

const sayCity = (city: string | null): string => (city === null ? '不上报市级' : `市级 ${city}`)

/** What differs between two versions of one item, each in a few words. */
function itemChanges(was: CatalogueItem, is: CatalogueItem): string[] {
  const words = (list: readonly string[]) => list.join('、')
  const added = is.synonyms.filter((one) => !was.synonyms.includes(one))
  const dropped = was.synonyms.filter((one) => !is.synonyms.includes(one))
  return [
    ...(was.name === is.name ? [] : [`改名：${was.name} → ${is.name}`]),
    ...(was.city === is.city ? [] : [`上报：${sayCity(was.city)} → ${sayCity(is.city)}`]),
    ...(was.severity === is.severity ? [] : [`等级：${severityWords[was.severity]} → ${severityWords[is.severity]}`]),
    ...(was.proof === is.proof ? [] : [`销号凭据：${proofWords[was.proof]} → ${proofWords[is.proof]}`]),
    ...(was.days === is.days ? [] : [`期限：${was.days} → ${is.days} 个工作日`]),
    ...(was.look === is.look ? [] : ['“看什么”有修改']),
    ...(added.length > 0 ? [`增加俗称：${words(added)}`] : []),
    ...(dropped.length > 0 ? [`去掉俗称：${words(dropped)}`] : []),
    ...(was.confirmed === is.confirmed ? [] : [is.confirmed ? '由暂定改为已核' : '由已核改为暂定']),
  ]
}

/** One item that differs: new, gone, or changed in the ways said. */
export interface ItemChange {
  code: string
  name: string
  kind: 'added' | 'dropped' | 'changed'
  words: string[]
}

/** How a draft differs from the version it follows, item by item in order of their codes. */
export function catalogueChanges(before: Catalogue, next: Catalogue): ItemChange[] {
  const dropped = allItems(before).filter(({ code }) => !findItem(next, code))
  const changed = allItems(next).flatMap((item): ItemChange[] => {
    const was = findItem(before, item.code)
    if (!was) return [{ code: item.code, name: item.name, kind: 'added', words: ['新增项目'] }]
    const words = itemChanges(was, item)
    return words.length > 0 ? [{ code: item.code, name: item.name, kind: 'changed', words }] : []
  })
  return [
    ...changed,
    ...dropped.map(({ code, name }): ItemChange => ({ code, name, kind: 'dropped', words: ['停用项目'] })),
  ].sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true }))
}

/** What differs in the headings: the version's name and its categories. */
export function headingChanges(before: Catalogue, next: Catalogue): string[] {
  const was = new Map(before.categories.map(({ code, name }) => [code, name]))
  const is = new Map(next.categories.map(({ code, name }) => [code, name]))
  return [
    ...(before.name === next.name ? [] : [`清单改名：${next.name}`]),
    ...[...is].filter(([code]) => !was.has(code)).map(([code, name]) => `新增类别 ${code} ${name}`),
    ...[...is]
      .filter(([code, name]) => was.has(code) && was.get(code) !== name)
      .map(([code, name]) => `类别 ${code} 改名：${was.get(code)} → ${name}`),
    ...[...was].filter(([code]) => !is.has(code)).map(([code, name]) => `停用类别 ${code} ${name}`),
  ]
}
