import { computed, defineComponent, nextTick, onMounted, ref } from 'vue'
import { RouterLink } from 'vue-router'
import { asideNames } from '../../../domain/hazard/desk-recheck.ts'
import { UndoOffer } from '../../../platform/web/case/UndoOffer.tsx'
import { itemName, reference, unitName } from '../../../platform/web/reference.ts'
import { useShortcuts } from '../../../platform/web/shortcuts.ts'
import type { Recheck } from '../contract.ts'
import { PairViewer } from './PairViewer.tsx'
import { RecheckBar } from './RecheckBar.tsx'
import { RecheckCard } from './RecheckCard.tsx'
import { useRechecks } from './rechecks.ts'
import './recheck.css'

const photosOf = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.pair-photos')]
const cardHere = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>('.pair') ?? null

function moveBy(step: number): boolean {
  const all = photosOf()
  const at = all.findIndex((one) => cardHere()?.contains(one))
  const to = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]
  to?.focus({ preventScroll: true })
  to?.closest('.pair')?.scrollIntoView({ block: 'nearest' })
  return to !== undefined
}

/** Presses a button of the card in which one stands. */
function press(label: string): boolean {
  const buttons = [...(cardHere()?.querySelectorAll<HTMLElement>('.pair-acts button') ?? [])]
  const button = buttons.find(({ textContent }) => textContent === label)
  button?.click()
  return button !== undefined
}

/** 待复查: before and after side by side, a page at a time, each pair seen, closed with one note. */
export const RecheckScreen = defineComponent({
  name: 'RecheckScreen',
  setup() {
    const rechecks = useRechecks()
    const { page, draft, seen, broken } = rechecks
    const shown = ref<Recheck | null>(null)
    const first = () => photosOf()[0]?.focus()
    const close = async () => {
      if (!(await rechecks.close())) return
      await nextTick()
      window.scrollTo(0, 0)
      if (photosOf().length > 0) first()
      else document.querySelector<HTMLElement>('.undo-said')?.focus()
    }
    onMounted(async () => {
      await rechecks.load()
      await nextTick()
      if (document.activeElement === document.body || document.activeElement?.id === 'main') first()
    })
    useShortcuts(() => [
      { keys: ['j', 'ArrowRight'], shown: '→ 或 j', label: '下一对', run: () => moveBy(1) },
      { keys: ['k', 'ArrowLeft'], shown: '← 或 k', label: '上一对', run: () => moveBy(-1) },
      { keys: ['ArrowDown'], shown: '↓', label: '下一行', run: () => moveBy(3) },
      { keys: ['ArrowUp'], shown: '↑', label: '上一行', run: () => moveBy(-3) },
      { keys: [], shown: 'Enter', label: '放大比对', run: () => false },
      { keys: ['x'], shown: 'x', label: '这一对不合格，写理由', run: () => press('不合格') },
      { keys: ['s'], shown: 's', label: '这一对留待现场', run: () => press('留待现场') },
      { keys: ['Ctrl+Enter'], shown: 'Ctrl+Enter', label: '本页复查通过销号', run: () => void close() },
    ])
    const turn = (by: number) => {
      const at = page.value.findIndex(({ id }) => id === shown.value?.id)
      shown.value = page.value[at + by] ?? shown.value
    }
    const shut = async () => {
      const id = shown.value?.id
      shown.value = null
      await nextTick()
      document.querySelector<HTMLElement>(`[data-pair="${id}"] .pair-photos`)?.focus()
    }
    const communities = computed(() => [...reference.units.values()].filter(({ kind }) => kind === 'community'))
    const head = () => (
      <div class="recheck-head">
        <h1>待复查</h1>
        <p class="soft" role="status">
          {rechecks.data.value
            ? `共 ${rechecks.data.value.total} 条等复查；本页 ${page.value.length} 对照片，后面还有 ${rechecks.pairs.value.length - page.value.length}${rechecks.data.value.next ? ' 对以上' : ' 对'}`
            : '正在打开…'}
        </p>
        <label for="recheck-community">社区</label>
        <select id="recheck-community" v-model={rechecks.community.value}>
          <option value="">全部</option>
          {communities.value.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
    )
    const cards = () => (
      <ul class="pairs" aria-label="本页照片">
        {page.value.map((pair) => (
          <RecheckCard
            key={`${pair.id}-${pair.version}`}
            pair={pair}
            mark={draft.marks[pair.id]}
            seen={seen.has(pair.id)}
            broken={broken.has(pair.id)}
            refused={rechecks.refused.value.get(pair.id)}
            onSeen={() => void seen.add(pair.id)}
            onBroken={() => void broken.add(pair.id)}
            onEnlarge={() => (shown.value = pair)}
            onMark={(made) => rechecks.mark(pair.id, made)}
          />
        ))}
      </ul>
    )
    const none = () => (
      <div class="panel">
        <p>
          <strong>没有可以看照片复查的隐患。</strong>
        </p>
        <p>一般隐患整改后有前后照片的，会出现在这里；您自己整改或代录的，由别人复查。</p>
      </div>
    )
    const why = (one: Recheck) => (one.aside ? asideNames[one.aside] : '您留待现场复查')
    const asideList = () => (
      <section class="recheck-aside panel" aria-labelledby="aside-heading">
        <h2 id="aside-heading">不在这里成页复查的（{rechecks.aside.value.length} 条）</h2>
        <ul>
          {rechecks.aside.value.map((one) => (
            <li key={one.id}>
              <RouterLink to={`/case/${one.id}`}>{one.number}</RouterLink> {itemName(one.item)}{' '}
              {unitName(one.community)} {one.place}
              <span class="soft">：{why(one)}</span>
              {one.aside ? null : (
                <button type="button" class="plain" onClick={() => rechecks.mark(one.id, undefined)}>
                  放回照片页
                </button>
              )}
            </li>
          ))}
        </ul>
        {rechecks.data.value?.next ? (
          <button type="button" class="plain" onClick={rechecks.more}>
            再往后取
          </button>
        ) : null}
      </section>
    )
    return () => (
      <div class="recheck">
        {head()}
        {rechecks.said.value ? (
          <p class="said" role="alert">
            {rechecks.said.value}{' '}
            <button type="button" class="plain" onClick={rechecks.load}>
              再试一次
            </button>
          </p>
        ) : null}
        {rechecks.result.value ? (
          <UndoOffer
            said={rechecks.result.value}
            done={rechecks.done.value}
            nameOf={rechecks.nameOf}
            onUndone={rechecks.load}
          />
        ) : null}
        {rechecks.data.value ? (page.value.length > 0 ? cards() : none()) : null}
        {page.value.length > 0 ? <RecheckBar rechecks={rechecks} onClose={close} /> : null}
        {rechecks.aside.value.length > 0 ? asideList() : null}
        {shown.value ? <PairViewer pair={shown.value} onClose={shut} onTurn={turn} /> : null}
      </div>
    )
  },
})
