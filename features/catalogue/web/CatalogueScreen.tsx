import { computed, defineComponent, onMounted, ref } from 'vue'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { Catalogue, CatalogueItem } from '../../../domain/catalogue/catalogue.ts'
import { call, request } from '../../../platform/web/api.ts'
import { dropDraft, findDraft, keepDraft } from '../../../platform/web/draft.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { loadReference, reference } from '../../../platform/web/reference.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { dayFromNow, sayDay } from '../../../platform/web/text/time.ts'
import { getCatalogueUse } from '../contract.ts'
import { CatalogueTable } from './CatalogueTable.tsx'
import {
  countItems,
  type Draft,
  draftOf,
  usedCodes,
  withItem,
  withMoved,
  withNewItem,
  withoutItem,
  withRestored,
} from './catalogue-draft.ts'
import { ItemEditor } from './ItemEditor.tsx'
import { followsLast, PublishBox } from './PublishBox.tsx'
import './catalogue.css'

const DRAFT = 'catalogue'

/** 排查清单: the version in force and those before and after it; the administrator prepares and publishes the next. */
export const CatalogueScreen = defineComponent({
  name: 'CatalogueScreen',
  setup() {
    const keeps = holdsRole('admin')
    const done = ref('')
    const shown = ref('')
    const editing = ref('')
    const draft = ref<Draft | undefined>(keeps ? findDraft<Draft>(DRAFT) : undefined)
    const loaded = useLoad(async () => {
      const names = reference.catalogue?.versions ?? []
      const versions = (await Promise.all(
        names.map(({ version }) => request('GET', `/api/catalogue?version=${encodeURIComponent(version)}`)),
      )) as Catalogue[]
      return { versions: versions.map(plain), tallies: (await call(getCatalogueUse, {})).tallies }
    })
    onMounted(loaded.load)
    const versions = computed(() => loaded.data.value?.versions ?? [])
    const tallies = computed(() => loaded.data.value?.tallies ?? [])
    const today = () => shanghaiDate(new Date().toISOString())
    const current = computed(() => [...versions.value].reverse().find(({ from }) => from <= today()))
    const last = computed(() => versions.value[versions.value.length - 1])
    const viewed = computed(() => versions.value.find(({ version }) => version === shown.value) ?? current.value)
    const used = computed(() => usedCodes(reference.catalogue?.versions ?? []))
    const open = computed(() => {
      const counts = new Map<string, number>()
      for (const { item, open: n } of tallies.value) counts.set(item, (counts.get(item) ?? 0) + n)
      return counts
    })
    const keep = (next: Draft | undefined) => {
      draft.value = next
      if (next) keepDraft(DRAFT, next)
      else dropDraft(DRAFT)
    }
    const begin = () => last.value && keep(draftOf(last.value, dayFromNow(1, new Date())))
    const change = (work: (draft: Draft, base: Catalogue) => Draft) =>
      draft.value && last.value && keep(work(draft.value, last.value))
    const published = async (said: string) => {
      keep(undefined)
      done.value = said
      await loadReference()
      await loaded.load()
    }
    const state = ({ version, from }: Catalogue) =>
      version === current.value?.version ? '现行' : from > today() ? `${sayDay(from)}起启用` : '以前的'
    const history = () => (
      <nav class="catalogue-versions" aria-label="各版清单">
        {versions.value.map((one) => (
          <button
            key={one.version}
            type="button"
            class="plain"
            aria-pressed={one.version === viewed.value?.version}
            onClick={() => {
              shown.value = one.version
            }}
          >
            {one.version}（{state(one)}，{countItems(one)} 项）
          </button>
        ))}
      </nav>
    )
    const reading = () =>
      viewed.value ? (
        <>
          <p>
            <strong>{viewed.value.name}</strong>，{viewed.value.from} 起启用；{viewed.value.categories.length} 类{' '}
            {countItems(viewed.value)} 项，其中{' '}
            {viewed.value.categories.flatMap(({ items }) => items).filter(({ confirmed }) => !confirmed).length}{' '}
            项为暂定，待正式附件核对。街道自定项不上报市级，市级报表注明。
          </p>
          <CatalogueTable catalogue={viewed.value} open={open.value} />
        </>
      ) : null
    const actions = ({ item }: { item: CatalogueItem }) => (
      <>
        <button
          type="button"
          class="plain"
          aria-expanded={editing.value === item.code}
          aria-label={`修改 ${item.code} ${item.name}`}
          onClick={() => {
            editing.value = editing.value === item.code ? '' : item.code
          }}
        >
          修改
        </button>{' '}
        <button
          type="button"
          class="plain"
          aria-label={`停用 ${item.code} ${item.name}`}
          onClick={() => change((one, base) => withoutItem(one, item.code, base))}
        >
          停用
        </button>
      </>
    )
    const editor = ({ item }: { item: CatalogueItem }) => (
      <ItemEditor
        item={item}
        categories={draft.value?.categories ?? []}
        onChange={(next: CatalogueItem) => change((one) => withItem(one, next))}
        onMove={(to: string) => {
          change((one, base) => withMoved(one, item.code, to, base, used.value))
          editing.value = ''
        }}
        onClose={() => {
          editing.value = ''
        }}
      />
    )
    const adding = ({ category }: { category: Catalogue['categories'][number] }) => (
      <button
        type="button"
        class="plain"
        aria-label={`在“${category.name}”加一项`}
        onClick={() =>
          change((one) => {
            const { draft: next, code } = withNewItem(one, category.code, used.value)
            editing.value = code
            return next
          })
        }
      >
        加一项
      </button>
    )
    const dropped = () =>
      Object.keys(draft.value?.crosswalk ?? {}).map((code) => (
        <button
          key={code}
          type="button"
          class="plain"
          onClick={() => change((one, base) => withRestored(one, code, base))}
        >
          恢复 {code}
        </button>
      ))
    const drafting = (one: Draft, base: Catalogue) => (
      <>
        <p class="done">正在编辑草稿，只有您能看到；刷新页面不会丢失，发布后才生效。{dropped()}</p>
        <PublishBox
          draft={one}
          base={base}
          published={versions.value}
          tallies={tallies.value}
          onChange={keep}
          onPublished={published}
          onDrop={() => keep(undefined)}
        />
        <CatalogueTable
          catalogue={one}
          open={open.value}
          editing={editing.value}
          v-slots={{ actions, editor, category: adding }}
        />
      </>
    )
    const body = () => {
      if (!loaded.data.value) return loaded.said.value ? null : <p class="soft">正在打开清单…</p>
      if (draft.value && last.value && followsLast(draft.value, last.value)) return drafting(draft.value, last.value)
      return reading()
    }
    return () => (
      <div class="catalogue">
        <div class="catalogue-head">
          <h1>排查清单</h1>
          {history()}
          {keeps && !draft.value && last.value ? (
            <button type="button" onClick={begin}>
              编辑新版本
            </button>
          ) : null}
          {keeps && draft.value && last.value && !followsLast(draft.value, last.value) ? (
            <button type="button" onClick={begin}>
              草稿所依据的版本已更新，重新编辑
            </button>
          ) : null}
        </div>
        {done.value ? (
          <p class="done" role="status">
            {done.value}
          </p>
        ) : null}
        {loaded.said.value ? (
          <p class="said" role="alert">
            {loaded.said.value}
          </p>
        ) : null}
        {body()}
      </div>
    )
  },
})

/** Only what a version itself says, without what the server adds for searching. */
function plain({ version, name, from, categories, crosswalk }: Catalogue): Catalogue {
  return { version, name, from, categories, ...(crosswalk ? { crosswalk } : {}) }
}
