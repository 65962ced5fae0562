import { computed, nextTick, reactive, ref, shallowRef, watch } from 'vue'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { call, Refused } from '../../../platform/web/api.ts'
import { MAX_SENT, type Outcome, openBatch, sayOutcomes } from '../../../platform/web/batch.ts'
import { checkStep, type StepValues } from '../../../platform/web/case/step-data.ts'
import { dropDraft, findDraft, keepDraft } from '../../../platform/web/draft.ts'
import type { Photo } from '../../../platform/web/photo-prepare.ts'
import { getAvailable } from '../contract.ts'
import { actedOn, type BulkStep, bulkFields, bulkWishes, type Offers, rangeOf } from './bulk-steps.ts'

const draftOf = (bulk: BulkStep) => `bulk:${bulk}`

/** Which rows are chosen, and what each of them offers now. */
function useChosen(rowsOf: () => readonly HazardRow[]) {
  /** As the rows stood when they were last shown: one that left the list stays chosen until somebody lets it go. */
  const chosen = shallowRef<ReadonlyMap<string, HazardRow>>(new Map())
  const offers = shallowRef<Offers>(new Map())
  const unasked = ref('')
  const full = ref(false)
  let anchor = ''
  let asked = 0
  const ids = computed(() => [...chosen.value.keys()])
  const put = (next: Map<string, HazardRow>) => {
    full.value = next.size > MAX_SENT
    chosen.value = new Map([...next].slice(0, MAX_SENT))
  }
  const look = async () => {
    const mine = ++asked
    if (ids.value.length === 0) return
    try {
      const { items } = await call(getAvailable, { ids: ids.value.join(',') })
      if (mine !== asked) return
      offers.value = new Map(items.map(({ id, available }) => [id, available.map(({ step }) => step)]))
      unasked.value = ''
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      unasked.value = error.message
    }
  }
  watch(ids, look)
  watch(rowsOf, (rows) => {
    if (chosen.value.size === 0) return
    const now = new Map(rows.map((row) => [row.id, row]))
    const old = chosen.value
    chosen.value = new Map([...old].map(([id, row]) => [id, now.get(id) ?? row]))
  })
  const set = (rows: readonly HazardRow[], on: boolean) => {
    const next = new Map(chosen.value)
    for (const row of rows) {
      if (on) next.set(row.id, row)
      else next.delete(row.id)
    }
    put(next)
  }
  /** One row, or with `range` all from the last one that was touched. */
  const toggle = (row: HazardRow, range = false) => {
    const on = !chosen.value.has(row.id)
    const rows = rowsOf()
    const wanted =
      range && anchor
        ? new Set(
            rangeOf(
              rows.map(({ id }) => id),
              anchor,
              row.id,
            ),
          )
        : new Set([row.id])
    set(
      rows.filter(({ id }) => wanted.has(id)),
      range || on,
    )
    anchor = row.id
  }
  const clear = () => put(new Map())
  const keepOnly = (kept: ReadonlySet<string>) => put(new Map([...chosen.value].filter(([id]) => kept.has(id))))
  return { chosen, ids, offers, unasked, full, look, set, toggle, clear, keepOnly }
}

/** The one form for all chosen: its words stay until they were sent. */
function useBulkForm() {
  const step = ref<BulkStep | ''>('')
  const values = reactive<StepValues>({})
  const original = ref('')
  const fault = ref('')
  const said = ref('')
  const fields = computed(() => (step.value ? bulkFields(step.value) : []))
  const open = (bulk: BulkStep) => {
    for (const name of Object.keys(values)) delete values[name]
    Object.assign(values, findDraft<StepValues>(draftOf(bulk)))
    said.value = fault.value = ''
    step.value = bulk
  }
  const set = (field: string, value: StepValues[string]) => {
    values[field] = value
    if (fault.value === field) said.value = fault.value = ''
    if (step.value) keepDraft(draftOf(step.value), values)
  }
  const check = (): boolean => {
    const found = checkStep(fields.value, values)
    fault.value = found?.field ?? ''
    said.value = found?.said ?? ''
    if (!found && step.value === 'merge' && !original.value) said.value = '请选出要保留的那一条。'
    return said.value === ''
  }
  const close = () => {
    step.value = ''
  }
  const sent = () => {
    if (step.value) dropDraft(draftOf(step.value))
    close()
  }
  const noPhotos = shallowRef<Photo[]>([])
  return {
    step,
    values,
    photos: noPhotos,
    papers: noPhotos,
    original,
    fault,
    said,
    fields,
    open,
    set,
    check,
    close,
    sent,
  }
}

/** Many cases in one sending: choose, fill once, send once; what was refused stays chosen with its sentence. */
export function useBulk(rowsOf: () => readonly HazardRow[], refresh: () => Promise<void>) {
  const chosen = useChosen(rowsOf)
  const form = useBulkForm()
  const busy = ref('')
  const refused = shallowRef<ReadonlyMap<string, string>>(new Map())
  const done = shallowRef<Outcome[]>([])
  const said = ref('')
  const names = new Map<string, string>()
  const send = openBatch()

  const acted = computed(() => {
    const rows = [...chosen.chosen.value.values()]
    return form.step.value ? actedOn(form.step.value, rows, chosen.offers.value, form.original.value) : []
  })
  const settle = async (outcomes: Outcome[]) => {
    const failed = outcomes.filter((one) => one.said !== undefined)
    refused.value = new Map(failed.map((one) => [one.id, one.said ?? '']))
    done.value = outcomes.filter((one) => one.said === undefined)
    said.value = sayOutcomes(outcomes)
    const original = form.original.value
    if (failed.length === 0) form.sent()
    const skipped = chosen.ids.value.filter((id) => !outcomes.some((one) => one.id === id) && id !== original)
    chosen.keepOnly(new Set([...failed.map(({ id }) => id), ...skipped]))
    await refresh()
    await chosen.look()
  }
  /** True once the ledger has answered for each of them. */
  const submit = async (): Promise<boolean> => {
    const bulk = form.step.value
    if (busy.value || !bulk || !form.check()) return false
    const rows = acted.value
    if (rows.length === 0) return false
    for (const { id, number } of rows) names.set(id, number)
    busy.value = `正在办理 ${rows.length} 条，请稍候…`
    try {
      await settle(await send(bulkWishes(bulk, rows, form.values, form.original.value)))
      await nextTick()
      return true
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      form.said.value = error.message
      return false
    } finally {
      busy.value = ''
    }
  }
  const undone = async () => {
    await refresh()
    await chosen.look()
  }
  const dismiss = () => {
    said.value = ''
    done.value = []
    refused.value = new Map()
  }
  const nameOf = (id: string): string => names.get(id) ?? id
  return { ...chosen, form, acted, busy, refused, done, said, submit, undone, dismiss, nameOf }
}
export type Bulk = ReturnType<typeof useBulk>
