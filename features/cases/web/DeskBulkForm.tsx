import { defineComponent, nextTick, onMounted, type PropType, ref } from 'vue'
import { itemName } from '../../../platform/web/reference.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import type { Bulk } from './bulk.ts'
import { commonCommunity } from './bulk-steps.ts'
import { DeskField } from './DeskField.tsx'

/** One reason, unit or day for all that were chosen; of a merge also which one stays. */
export const DeskBulkForm = defineComponent({
  name: 'DeskBulkForm',
  props: { bulk: { type: Object as PropType<Bulk>, required: true }, label: { type: String, required: true } },
  setup(props) {
    const box = ref<HTMLFormElement>()
    const { bulk } = props
    const { form } = bulk
    const submit = async (event: Event) => {
      event.preventDefault()
      if (await bulk.submit()) return
      await nextTick()
      box.value?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    }
    onMounted(() => box.value?.querySelector<HTMLElement>('input, textarea, select')?.focus())
    const rows = () => [...bulk.chosen.value.values()]
    const field = () => ({ id: '', community: commonCommunity(rows()), severity: 'ordinary' as const })
    const originals = () => (
      <fieldset class="bulk-originals">
        <legend>保留哪一条（其余并入它）</legend>
        {rows().map(({ id, number, item, place }) => (
          <label key={id}>
            <input
              type="radio"
              name="bulk-original"
              checked={form.original.value === id}
              onChange={() => {
                form.original.value = id
                form.said.value = ''
              }}
            />
            {number} {itemName(item)} {place}
          </label>
        ))}
      </fieldset>
    )
    const left = () =>
      rows().length - bulk.acted.value.length - (form.step.value === 'merge' && form.original.value ? 1 : 0)
    const proposes = () => form.step.value === 'void' && !holdsRole('office')
    return () => (
      <form class="bulk-form" aria-label={`${props.label}，一起办理`} novalidate ref={box} onSubmit={submit}>
        <div class="bulk-fields">
          {form.step.value === 'merge' ? originals() : null}
          {form.fields.value.map((one) => (
            <DeskField key={`${form.step.value}-${one.name}`} field={one} form={form} hazard={field()} />
          ))}
        </div>
        {proposes() ? <p class="soft">社区提出的不列入，由街道专班决定后才算。</p> : null}
        {left() > 0 ? <p class="soft">选中的另外 {left()} 条现在不能这样办，不会动它们。</p> : null}
        {form.said.value ? (
          <p class="said" role="alert">
            {form.said.value}
          </p>
        ) : null}
        <button type="submit" disabled={bulk.busy.value !== '' || bulk.acted.value.length === 0}>
          {bulk.busy.value || `提交：${props.label} ${bulk.acted.value.length} 条`}
        </button>{' '}
        <button type="button" class="plain" onClick={form.close}>
          先不办
        </button>
        <span role="status" class="hidden-label">
          {bulk.busy.value}
        </span>
      </form>
    )
  },
})
