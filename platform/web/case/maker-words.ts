import type { EntryView } from '../../../domain/hazard/views.ts'

type Maker = EntryView['actor']

const sayMaker = ({ name, duty }: Maker): string => (name === duty ? name : `${name}（${duty}）`)

/** Who did it: 张三（华新街社区两委）, of a deputy 李四 代 张三（华新街社区两委）: the duty is the one that was used. */
export const sayMakers = ({ actor, behalf }: Pick<EntryView, 'actor' | 'behalf'>): string =>
  behalf ? `${actor.name} 代 ${sayMaker(behalf)}` : sayMaker(actor)
