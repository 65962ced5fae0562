import { defineComponent, type PropType } from 'vue'
import type { Catalogue, CatalogueItem } from '../../../domain/catalogue/catalogue.ts'
import { proofWords } from '../../../domain/catalogue/changes.ts'
import { severityNames } from '../../../domain/hazard/state.ts'

/** One item of the draft with everything that may be changed of it; each keystroke is kept. */
export const ItemEditor = defineComponent({
  name: 'ItemEditor',
  props: {
    item: { type: Object as PropType<CatalogueItem>, required: true },
    categories: { type: Array as PropType<Catalogue['categories']>, required: true },
  },
  emits: { change: (_item: CatalogueItem) => true, move: (_category: string) => true, close: () => true },
  setup(props, { emit }) {
    const id = (name: string) => `item-${name}`
    const set = (more: Partial<CatalogueItem>) => emit('change', { ...props.item, ...more })
    const typed = (event: Event) => (event.target as HTMLInputElement).value
    const words = (name: 'name' | 'look', label: string, max: number) => (
      <div class={`field catalogue-${name}`}>
        <label for={id(name)}>{label}</label>
        <input
          id={id(name)}
          maxlength={max}
          value={props.item[name]}
          onInput={(event) => set({ [name]: typed(event) })}
        />
      </div>
    )
    const choice = (name: 'severity' | 'proof', label: string, options: Record<string, string>) => (
      <div class="field">
        <label for={id(name)}>{label}</label>
        <select
          id={id(name)}
          value={props.item[name]}
          onChange={(event) => set({ [name]: typed(event) } as Partial<CatalogueItem>)}
        >
          {Object.entries(options).map(([value, said]) => (
            <option key={value} value={value}>
              {said}
            </option>
          ))}
        </select>
      </div>
    )
    return () => (
      <fieldset class="catalogue-editor" aria-label={`修改项目 ${props.item.code}`}>
        {words('name', '名称', 50)}
        {words('look', '看什么', 300)}
        <div class="field catalogue-look">
          <label for={id('synonyms')}>俗称（用空格或顿号隔开）</label>
          <input
            id={id('synonyms')}
            value={props.item.synonyms.join(' ')}
            onChange={(event) =>
              set({
                synonyms: [
                  ...new Set(
                    typed(event)
                      .split(/[\s、，,]+/)
                      .filter(Boolean),
                  ),
                ].map((w) => w.slice(0, 50)),
              })
            }
          />
        </div>
        {choice('severity', '等级', severityNames)}
        {choice('proof', '销号凭据', proofWords)}
        <div class="field">
          <label for={id('days')}>期限（工作日）</label>
          <input
            id={id('days')}
            type="number"
            min={0}
            max={365}
            value={props.item.days}
            onInput={(event) => set({ days: Number(typed(event)) })}
          />
        </div>
        <div class="field">
          <label for={id('city')}>市级编号（空为不上报）</label>
          <input
            id={id('city')}
            maxlength={20}
            value={props.item.city ?? ''}
            onChange={(event) => set({ city: typed(event).trim() || null })}
          />
        </div>
        <div class="field">
          <label for={id('category')}>所在类别</label>
          <select
            id={id('category')}
            value={props.item.code.split('.')[0]}
            onChange={(event) => emit('move', typed(event))}
          >
            {props.categories.map(({ code, name }) => (
              <option key={code} value={code}>
                {code} {name}
              </option>
            ))}
          </select>
        </div>
        <label class="catalogue-check">
          <input
            type="checkbox"
            checked={props.item.confirmed}
            onChange={(event) => set({ confirmed: (event.target as HTMLInputElement).checked })}
          />
          已按正式附件核对
        </label>
        <button type="button" onClick={() => emit('close')}>
          收起
        </button>
      </fieldset>
    )
  },
})
