import { defineComponent, type PropType } from 'vue'
import type { Catalogue, CatalogueItem } from '../../../domain/catalogue/catalogue.ts'
import { proofWords } from '../../../domain/catalogue/changes.ts'
import { severityNames } from '../../../domain/hazard/state.ts'

/** The version as a table: every item with all that is said of it. Slots add what may be done with it. */
export const CatalogueTable = defineComponent({
  name: 'CatalogueTable',
  props: {
    catalogue: { type: Object as PropType<Pick<Catalogue, 'categories'>>, required: true },
    open: { type: Object as PropType<ReadonlyMap<string, number>>, required: true },
    editing: { type: String, default: '' },
  },
  setup(props, { slots }) {
    const heads = ['编号', '项目', '看什么', '等级', '凭据', '期限', '市级编号', '依据', '未销号']
    const columns = () => heads.length + (slots.actions ? 1 : 0)
    const row = (item: CatalogueItem) => (
      <tr key={item.code}>
        <td>{item.code}</td>
        <th scope="row">
          {item.name || '（未命名）'}
          {item.synonyms.length > 0 ? <div class="soft catalogue-words">俗称：{item.synonyms.join('、')}</div> : null}
        </th>
        <td class="catalogue-look">{item.look}</td>
        <td>{severityNames[item.severity]}</td>
        <td>{proofWords[item.proof]}</td>
        <td class="catalogue-nowrap">{item.days} 个工作日</td>
        <td>{item.city ?? <span class="soft">不上报市级</span>}</td>
        <td>
          <span class={`tag ${item.confirmed ? 'tag-done' : 'tag-work'}`}>
            {item.confirmed ? '已核' : '暂定（待正式附件）'}
          </span>
        </td>
        <td class="catalogue-count">{props.open.get(item.code) ?? 0}</td>
        {slots.actions ? <td class="no-print catalogue-nowrap">{slots.actions({ item })}</td> : null}
      </tr>
    )
    const editor = (item: CatalogueItem) =>
      props.editing === item.code && slots.editor ? (
        <tr key={`${item.code} editor`}>
          <td colspan={columns()}>{slots.editor({ item })}</td>
        </tr>
      ) : null
    return () => (
      <table class="grid-table catalogue-table">
        <caption class="hidden-label">排查清单，每行一个检查项目</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {slots.actions ? <th scope="col">操作</th> : null}
          </tr>
        </thead>
        {props.catalogue.categories.map((category) => (
          <tbody key={category.code}>
            <tr>
              <th scope="rowgroup" colspan={columns()} class="catalogue-category">
                {category.code} {category.name}（{category.items.length} 项）
                {slots.category?.({ category })}
              </th>
            </tr>
            {category.items.map((item) => [row(item), editor(item)])}
          </tbody>
        ))}
      </table>
    )
  },
})
