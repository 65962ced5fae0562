import { computed, defineComponent, onActivated, ref, shallowRef } from 'vue'
import { RouterLink } from 'vue-router'
import { looksOn, reports } from '../../../domain/hazard/rights.ts'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { waitsFor } from '../../../domain/hazard/waits.ts'
import type { Membership } from '../../../domain/units/roles.ts'
import { call, Refused } from '../../../platform/web/api.ts'
import { listKept } from '../../../platform/web/case-sync.ts'
import { reference } from '../../../platform/web/reference.ts'
import { session } from '../../../platform/web/session.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import { listHazards } from '../contract.ts'
import { useExtensions } from './extensions.ts'
import { FieldCard } from './FieldCard.tsx'
import { listQuery, PAGE, rowsAgain, type Tab } from './field-list.ts'
import { sayAsked } from './field-words.ts'
import './field-todo.css'

/**
 * 待办: what is in my hands, nearest deadline first; and all that I may see. It is kept alive behind a case, so that tab,
 * search, pages and scroll survive; what it shows is asked for anew whenever it comes back.
 */
export const FieldTodoScreen = defineComponent({
  name: 'FieldTodoScreen',
  setup() {
    const memberships = (session.me?.roles ?? []) as Membership[]
    const mine = waitsFor({ memberships }, reference.units).length > 0
    /** Volunteers see their own reports only, so the list of all they see is the list of what they reported. */
    const own = memberships.every(({ role }) => role === 'volunteer')
    const { answers, waiting } = useExtensions()
    const tab = ref<Tab>(mine ? 'todo' : 'all')
    const typed = ref('')
    /** What the rows were searched by; `typed` may be ahead of it. */
    const searched = ref('')
    const rows = shallowRef<HazardRow[]>([])
    const next = ref<string | null>(null)
    const busy = ref(false)
    const said = ref('')
    const asked = ref(false)
    /** When the first page of the rows came; empty before. */
    let at = ''
    let latest = 0

    const wanted = computed(() => ({ tab: tab.value, own, answers, word: searched.value }))
    const showKept = async () => {
      if (rows.value.length === 0) {
        const kept = await listKept(tab.value === 'todo', searched.value).catch(() => ({ rows: [], at: '' }))
        rows.value = kept.rows
        at = kept.at
        asked.value = at !== ''
      }
      if (at) said.value = `${said.value}下面是手机里 ${sayInstant(at, new Date())} 的内容，只有未销号的。`
    }
    const load = async (limit: number, cursor?: string) => {
      const mark = ++latest
      busy.value = true
      try {
        const page = await call(listHazards, { ...listQuery(wanted.value), limit, cursor })
        if (mark !== latest) return
        rows.value = cursor ? [...rows.value, ...page.items] : page.items
        next.value = page.next
        said.value = ''
        asked.value = true
        if (cursor) return
        at = new Date().toISOString()
      } catch (error) {
        if (mark !== latest) return
        said.value = error instanceof Refused ? error.message : '列表没有打开，请再试一次。'
        await showKept()
      } finally {
        if (mark === latest) busy.value = false
      }
    }
    const start = () => {
      rows.value = []
      next.value = null
      asked.value = false
      void load(PAGE)
    }
    const turn = (to: Tab) => {
      tab.value = to
      start()
    }
    const search = (event: Event) => {
      event.preventDefault()
      searched.value = typed.value.trim()
      start()
    }
    const again = () => load(rowsAgain(rows.value.length))
    onActivated(again)

    const tabButton = (of: Tab, word: string) => (
      <button type="button" aria-pressed={tab.value === of} class="todo-tab" onClick={() => turn(of)}>
        {word}
      </button>
    )
    const empty = () => (
      <div class="empty">
        <p>
          {tab.value === 'todo'
            ? '现在没有等您办理的隐患。'
            : tab.value === 'asked'
              ? '现在没有等您答复的延期申请。'
              : searched.value
                ? '没有找到。'
                : '这里还没有隐患。'}
        </p>
        <p>
          {tab.value === 'asked' ? (
            '答复过的在各条隐患的办理经过里。'
          ) : searched.value && tab.value === 'all' ? (
            '换个词试试，例如编号、地点或情况里的几个字。'
          ) : reports(memberships) ? (
            <RouterLink to="/report">发现隐患就拍照上报</RouterLink>
          ) : (
            '您的职责不上报、不办理隐患。'
          )}
        </p>
      </div>
    )
    return () => (
      <main class="screen">
        <header class="bar">
          <h1>{looksOn(memberships) ? '隐患' : '待办'}</h1>
          <button type="button" class="bar-button" disabled={busy.value} onClick={again}>
            {busy.value ? '正在刷新…' : '刷新'}
          </button>
        </header>
        <fieldset class="todo-tabs" aria-label="看哪些隐患">
          {mine ? tabButton('todo', '我的待办') : null}
          {answers && (waiting.value > 0 || tab.value === 'asked')
            ? tabButton('asked', `延期申请 ${waiting.value}`)
            : null}
          {tabButton('all', own ? '我上报的' : '全部未销号')}
        </fieldset>
        {tab.value === 'all' ? (
          <form class="todo-search" onSubmit={search}>
            <input
              type="search"
              aria-label="搜索编号、地点、情况"
              placeholder="编号、地点、情况"
              v-model={typed.value}
            />
            <button type="submit" class="button">
              搜索
            </button>
          </form>
        ) : null}
        {tab.value === 'all' && searched.value && rows.value.length > 0 && !own ? (
          <p class="todo-end">搜“{searched.value}”，也包括已销号、不列入的。</p>
        ) : null}
        {said.value ? (
          <p class="notice" role="alert">
            {said.value}
          </p>
        ) : null}
        <ul class="cards" aria-busy={busy.value}>
          {rows.value.map((row) => (
            <li key={row.id}>
              <FieldCard row={row} asked={sayAsked(row, memberships)} />
            </li>
          ))}
        </ul>
        {asked.value && rows.value.length === 0 ? empty() : null}
        {next.value ? (
          <button
            type="button"
            class="button button-wide"
            disabled={busy.value}
            onClick={() => load(PAGE, next.value ?? undefined)}
          >
            {busy.value ? '正在打开…' : '再看 20 条'}
          </button>
        ) : rows.value.length > 0 ? (
          <p class="todo-end">共 {rows.value.length} 条，到底了</p>
        ) : null}
      </main>
    )
  },
})
