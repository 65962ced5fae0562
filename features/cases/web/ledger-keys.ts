import { nextTick, onActivated, type Ref, watch } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { type Shortcut, useShortcuts } from '../../../platform/web/shortcuts.ts'
import type { Bulk } from './bulk.ts'

const links = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('a[data-row]')]

/** The row in which the focus stands, by its number's link, its tick or anything else in it. */
const rowHere = (): HTMLElement | null =>
  document.activeElement?.closest('tr')?.querySelector<HTMLElement>('a[data-row]') ?? null

function focusRow(link: HTMLElement | undefined): boolean {
  link?.focus({ preventScroll: true })
  link?.closest('tr')?.scrollIntoView({ block: 'nearest' })
  return link !== undefined
}

function moveBy(step: number): boolean {
  const all = links()
  const here = rowHere()
  const at = here ? all.indexOf(here) : -1
  return focusRow(at < 0 ? all[0] : all[Math.min(Math.max(at + step, 0), all.length - 1)])
}

/** Where the search box is; `/` leads there from the list. */
export const SEARCH_BOX = 'filter-q'

/** Walking the list, choosing and opening by keyboard; whoever comes back from a case stands on the row he left. */
export function useLedgerKeys(bulk: Bulk | null, rows: Ref<readonly HazardRow[]>): void {
  let left = ''
  let place = 0
  let returning = false
  const mark = () => {
    const here = rowHere()
    if (!here) return
    left = here.dataset.row ?? ''
    place = links().indexOf(here)
  }
  /** The row one left; where it has gone from the list, the one that stands in its place. */
  const standAgain = async () => {
    await nextTick()
    const all = links()
    focusRow(all.find(({ dataset }) => dataset.row === left) ?? all[Math.min(place, all.length - 1)])
  }
  const pick = (): boolean => {
    const id = rowHere()?.dataset.row
    const row = rows.value.find((one) => one.id === id)
    if (!bulk || !row) return false
    bulk.toggle(row)
    return true
  }
  const stepBack = (): boolean => {
    if (bulk?.form.step.value) bulk.form.close()
    else if (document.activeElement?.id === SEARCH_BOX) return focusRow(links()[0])
    else if (bulk && bulk.ids.value.length > 0) bulk.clear()
    else return false
    return true
  }
  const bar = (): boolean => {
    const button = document.querySelector<HTMLElement>('.bulk-line button')
    button?.focus()
    return button !== null
  }
  const list = (): Shortcut[] => [
    {
      keys: ['/'],
      shown: '/',
      label: '到搜索框',
      run: () => document.getElementById(SEARCH_BOX)?.focus(),
    },
    { keys: ['ArrowDown', 'j'], shown: '↓ 或 j', label: '下一条', run: () => moveBy(1) },
    { keys: ['ArrowUp', 'k'], shown: '↑ 或 k', label: '上一条', run: () => moveBy(-1) },
    { keys: [], shown: 'Enter', label: '打开这一条', run: () => false },
    ...(bulk ? bulkKeys() : []),
    { keys: ['Escape'], shown: 'Esc', label: '离开搜索框、收起表单或取消选择', run: stepBack },
  ]
  const bulkKeys = (): Shortcut[] => [
    { keys: [' '], shown: '空格', label: '选中或取消这一条', run: pick },
    {
      keys: ['Ctrl+a'],
      shown: 'Ctrl+A',
      label: '选中本页',
      run: () => bulk?.set(rows.value, true),
    },
    { keys: ['b'], shown: 'b', label: '到“一起办理”栏', run: bar },
  ]
  useShortcuts(list)
  onBeforeRouteLeave(mark)
  onActivated(() => {
    returning = left !== ''
    if (returning) void standAgain()
  })
  // The list is read anew on return: a row that was dealt with may go, and takes the focus with it.
  watch(rows, async () => {
    if (!returning) return
    returning = false
    await nextTick()
    if (!rowHere()) await standAgain()
  })
}
