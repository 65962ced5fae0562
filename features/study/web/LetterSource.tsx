import { computed, defineComponent, type PropType, watch } from 'vue'
import { RouterLink } from 'vue-router'
import { addDays, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { call } from '../../../platform/web/api.ts'
import { FormField } from '../../../platform/web/case/FormField.tsx'
import type { StepField } from '../../../platform/web/case/step-fields.ts'
import { DueTag } from '../../../platform/web/case/tags.tsx'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { itemName } from '../../../platform/web/reference.ts'
import { getHandled, type HandledCase } from '../contract.ts'
import { MAX_MARK, markOf, type SourceChoice } from './document-source.ts'

const markField: StepField = {
  ...{ name: 'mark', label: '督办编号', kind: 'text', max: MAX_MARK },
  hint: '选填，印在正文开头；所选隐患挂着督办牌的，已填上牌号，可以改',
}

/** To which unit a letter goes, and about which of the cases in its hands. */
export const LetterSource = defineComponent({
  name: 'LetterSource',
  props: {
    choice: { type: Object as PropType<SourceChoice>, required: true },
    /** Something is missing: which field says it. */
    faulty: { type: Boolean, default: false },
  },
  emits: { take: (_next: SourceChoice) => true },
  setup(props, { emit }) {
    const handled = useLoad(() => {
      const { type, to, cases } = props.choice
      return call(getHandled, { type, to: to || undefined, cases: to ? cases.join(',') : undefined })
    })
    watch(() => [props.choice.type, props.choice.to], handled.load, { immediate: true })
    const offered = computed(() => (props.choice.to ? (handled.data.value?.cases ?? []) : []))
    const today = shanghaiDate(new Date().toISOString())
    const isLate = ({ due }: HandledCase): boolean => due !== null && due <= addDays(today, -1)
    /** Chosen elsewhere, and not such that this letter may name them. */
    const dropped = computed(() => props.choice.cases.filter((id) => !offered.value.some((one) => one.id === id)))
    const put = (cases: readonly string[]) => emit('take', { ...props.choice, cases: [...cases] })
    const isOn = ({ id }: HandledCase): boolean => props.choice.cases.includes(id)
    const tick = (one: HandledCase, on: boolean) =>
      put(on ? [...props.choice.cases, one.id] : props.choice.cases.filter((id) => id !== one.id))
    const chosen = computed(() => offered.value.filter(isOn))
    // As long as nobody wrote another, it follows what is chosen.
    watch(
      () => markOf(chosen.value),
      (mark, before) => props.choice.mark === before && emit('take', { ...props.choice, mark }),
    )
    const late = computed(() => offered.value.filter(isLate))
    const unitBox = () => (
      <div class="field source-meeting">
        <label for="letter-to">
          发给哪个单位<span class="field-required">（必填）</span>
        </label>
        <select
          id="letter-to"
          aria-required
          aria-invalid={(props.faulty && !props.choice.to) || undefined}
          value={props.choice.to}
          onChange={(event) =>
            emit('take', { ...props.choice, to: (event.target as HTMLSelectElement).value, cases: [] })
          }
        >
          <option value="">请选择</option>
          {handled.data.value?.units.map(({ unit, cases, late: n }) => (
            <option key={unit} value={unit}>
              {unitLabel(unit)}（整改中 {cases} 条{n > 0 ? `，过期 ${n} 条` : ''}）
            </option>
          ))}
        </select>
      </div>
    )
    const markBox = () => (
      <FormField
        class="source-meeting"
        field={markField}
        prefix="letter"
        value={props.choice.mark}
        onSet={(value: string | string[]) => emit('take', { ...props.choice, mark: String(value) })}
      />
    )
    const row = (one: HandledCase) => (
      <tr key={one.id}>
        <td>
          <input
            type="checkbox"
            aria-label={`选 ${one.number}`}
            aria-invalid={(props.faulty && props.choice.cases.length === 0) || undefined}
            checked={isOn(one)}
            onChange={(event) => tick(one, (event.target as HTMLInputElement).checked)}
          />
        </td>
        <th scope="row">
          <RouterLink to={`/case/${one.id}`}>{one.number}</RouterLink>
        </th>
        <td>{itemName(one.item)}</td>
        <td>
          {unitLabel(one.community)} {one.place ?? '（文字已清除）'}
        </td>
        <td>
          <DueTag due={one.due} mode={one.mode} />
        </td>
      </tr>
    )
    const list = () => (
      <div class="letter-cases">
        <div class="letter-line">
          <strong role="status">
            {unitLabel(props.choice.to)}整改中 {offered.value.length} 条，已选 {chosen.value.length} 条
          </strong>
          {late.value.length > 0 ? (
            <button type="button" class="plain" onClick={() => put(late.value.map(({ id }) => id))}>
              只选过期的 {late.value.length} 条
            </button>
          ) : null}
          <button type="button" class="plain" onClick={() => put(offered.value.map(({ id }) => id))}>
            全选
          </button>
          <button type="button" class="plain" onClick={() => put([])}>
            全不选
          </button>
        </div>
        <section class="letter-table" aria-label="隐患清单" tabindex={0}>
          <table class="grid-table">
            <thead>
              <tr>
                <th scope="col">选</th>
                <th scope="col">编号</th>
                <th scope="col">检查项目</th>
                <th scope="col">点位</th>
                <th scope="col">期限</th>
              </tr>
            </thead>
            <tbody>{offered.value.map(row)}</tbody>
          </table>
        </section>
      </div>
    )
    return () => {
      const known = handled.data.value
      if (!known) return handled.said.value ? <p class="said">{handled.said.value}</p> : <p class="soft">正在打开…</p>
      if (known.units.length === 0) return <p>现在没有可以发函的隐患。交给各办、部门整改以后，就可以在这里发函。</p>
      return (
        <>
          {unitBox()}
          {props.choice.type === 'press' ? markBox() : null}
          {dropped.value.length > 0 && props.choice.to && !handled.busy.value ? (
            <p class="source-warn">
              带过来的隐患里有 {dropped.value.length} 条不能写入：不由这个单位整改，或还在社区层面。
              <button type="button" class="plain" onClick={() => put(chosen.value.map(({ id }) => id))}>
                去掉这些
              </button>
            </p>
          ) : null}
          {offered.value.length > 0 ? list() : null}
        </>
      )
    }
  },
})
