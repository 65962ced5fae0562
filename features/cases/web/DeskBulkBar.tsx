import { computed, defineComponent, nextTick, type PropType, ref, watch } from 'vue'
import { RouterLink, useRouter } from 'vue-router'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { MAX_SENT } from '../../../platform/web/batch.ts'
import { UndoOffer } from '../../../platform/web/case/UndoOffer.tsx'
import { holdsRole } from '../../../platform/web/session.ts'
import type { Bulk } from './bulk.ts'
import { bulkSteps, commonHolder, countOffered } from './bulk-steps.ts'
import { DeskBulkForm } from './DeskBulkForm.tsx'
import './desk-bulk.css'

/** The bar under the list once rows are chosen: what can be done with them, and what came of it. */
export const DeskBulkBar = defineComponent({
  name: 'DeskBulkBar',
  props: {
    bulk: { type: Object as PropType<Bulk>, required: true },
    shown: { type: Array as PropType<HazardRow[]>, required: true },
    total: { type: Number as PropType<number | null>, default: null },
  },
  emits: { all: () => true },
  setup(props, { emit }) {
    const { bulk } = props
    const router = useRouter()
    const box = ref<HTMLElement>()
    const rows = computed(() => [...bulk.chosen.value.values()])
    const wholePage = computed(() => props.shown.length > 0 && props.shown.every(({ id }) => bulk.chosen.value.has(id)))
    const labelOf = () => bulkSteps.find((one) => one.bulk === bulk.form.step.value)?.label ?? ''
    // The form is gone once all is done: what came of it takes the focus.
    watch(
      () => bulk.busy.value,
      async (busy) => {
        if (busy || bulk.form.step.value || !bulk.said.value) return
        await nextTick()
        box.value?.querySelector<HTMLElement>('.undo-said')?.focus()
      },
    )
    watch(
      () => bulk.form.step.value,
      async (now, before) => {
        if (now || !before || bulk.busy.value) return
        await nextTick()
        box.value?.querySelector<HTMLElement>(`[data-bulk="${before}"]`)?.focus()
      },
    )
    const steps = () =>
      bulkSteps
        .map((one) => ({ ...one, n: countOffered(one.bulk, rows.value, bulk.offers.value) }))
        .filter(({ n }) => n > 0)
        .map(({ bulk: step, label, n }) => (
          <button
            key={step}
            type="button"
            class={['plain', { chosen: bulk.form.step.value === step }]}
            data-bulk={step}
            aria-expanded={bulk.form.step.value === step}
            onClick={() => (bulk.form.step.value === step ? bulk.form.close() : bulk.form.open(step))}
          >
            {label}（{n === rows.value.length ? `${n} 条` : `${n}/${rows.value.length} 条可办`}）
          </button>
        ))
    /** 发函: written on the screen of documents, about cases of one unit. */
    const letter = () => {
      if (!holdsRole('office') || !rows.value.some(({ status }) => status === 'handling')) return null
      const to = commonHolder(rows.value)
      const query = { type: 'call', to, cases: bulk.ids.value.join(',') }
      return to ? (
        <button type="button" class="plain" onClick={() => void router.push({ path: '/documents', query })}>
          发函（{rows.value.length} 条）
        </button>
      ) : (
        <span class="soft">发函要选同一单位整改中的</span>
      )
    }
    const page = () => props.shown.length
    const choose = () => (
      <>
        {wholePage.value ? null : (
          <button type="button" class="plain" onClick={() => bulk.set(props.shown, true)}>
            选中本页 {page()} 条
          </button>
        )}
        {props.total !== null && props.total > page() ? (
          <button type="button" class="plain" onClick={() => emit('all')}>
            {props.total > MAX_SENT
              ? `选中前 ${MAX_SENT} 条（共 ${props.total} 条）`
              : `选中全部 ${props.total} 条符合条件`}
          </button>
        ) : null}
        <button type="button" class="plain" onClick={bulk.clear}>
          取消选择
        </button>
      </>
    )
    const refused = () => (
      <ul class="bulk-refused">
        {[...bulk.refused.value].map(([id, said]) => (
          <li key={id}>
            <RouterLink to={`/case/${id}`}>{bulk.nameOf(id)}</RouterLink>：{said}
          </li>
        ))}
      </ul>
    )
    return () => {
      const any = rows.value.length > 0
      if (!any && !bulk.said.value) return null
      return (
        <section class="bulk-bar no-print" aria-label="一起办理" ref={box}>
          {bulk.said.value ? (
            <UndoOffer said={bulk.said.value} done={bulk.done.value} nameOf={bulk.nameOf} onUndone={bulk.undone} />
          ) : null}
          {bulk.refused.value.size > 0 ? refused() : null}
          {any ? (
            <>
              <div class="bulk-line">
                <strong role="status">已选 {rows.value.length} 条</strong>
                {bulk.full.value ? <span class="bulk-full">一次最多 {MAX_SENT} 条</span> : null}
                {steps()}
                {letter()}
                {holdsRole('leader', 'superior', 'office') && rows.value.length <= 50 ? (
                  <RouterLink to={`/supervisions?hang=${rows.value.map(({ id }) => id).join(',')}`}>
                    挂牌督办
                  </RouterLink>
                ) : null}
                {bulk.unasked.value ? <span class="bulk-full">{bulk.unasked.value}</span> : null}
                <span class="bulk-space" />
                {choose()}
              </div>
              {bulk.form.step.value ? <DeskBulkForm key={bulk.form.step.value} bulk={bulk} label={labelOf()} /> : null}
            </>
          ) : (
            <button type="button" class="plain bulk-dismiss" onClick={bulk.dismiss}>
              知道了
            </button>
          )}
        </section>
      )
    }
  },
})
