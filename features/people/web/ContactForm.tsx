import { defineComponent, type PropType, ref, useId } from 'vue'
import { request } from '../../../platform/web/api.ts'
import type { PersonRow } from '../contract.ts'
import { sayRefusal } from './person-steps.ts'

/** Name and phone. The whole number is shown for a reason, and that it was shown stays in the record. */
export const ContactForm = defineComponent({
  name: 'ContactForm',
  props: { person: { type: Object as PropType<PersonRow>, required: true }, busy: Boolean },
  emits: { save: (data: { name?: string; phone?: string }) => Object.keys(data).length > 0, revealed: () => true },
  setup(props, { emit }) {
    const id = useId()
    const name = ref(props.person.name ?? '')
    const phone = ref('')
    const reason = ref('')
    const shown = ref('')
    const said = ref('')
    const reveal = async () => {
      said.value = ''
      try {
        const body = { reason: reason.value.trim() }
        const answer = (await request('POST', `/api/people/${props.person.id}/reveal`, body)) as {
          phone: string | null
        }
        shown.value = answer.phone ?? '没有登记电话'
        reason.value = ''
        emit('revealed')
      } catch (error) {
        said.value = sayRefusal(error)
      }
    }
    const save = () => {
      const renamed = name.value.trim() && name.value.trim() !== props.person.name ? { name: name.value.trim() } : {}
      emit('save', { ...renamed, ...(phone.value.trim() ? { phone: phone.value.trim() } : {}) })
    }
    const changed = () =>
      Boolean(phone.value.trim()) || (name.value.trim() !== '' && name.value.trim() !== props.person.name)
    return () => (
      <div>
        <div class="people-row">
          <label for={`${id}-name`}>姓名</label>
          <input id={`${id}-name`} v-model={name.value} maxlength={50} />
          <label for={`${id}-phone`}>新电话</label>
          <input id={`${id}-phone`} v-model={phone.value} inputmode="tel" maxlength={20} autocomplete="off" />
          <button type="button" disabled={!changed() || props.busy} onClick={save}>
            保存
          </button>
        </div>
        {props.person.phone ? (
          <div class="people-row">
            <span>电话 {shown.value || props.person.phone}</span>
            <label for={`${id}-reason`}>为什么要看全号</label>
            <input id={`${id}-reason`} v-model={reason.value} maxlength={200} placeholder="如：通知他到现场" />
            <button type="button" class="plain" disabled={!reason.value.trim()} onClick={reveal}>
              查看电话
            </button>
          </div>
        ) : null}
        {said.value ? (
          <p class="said" role="alert">
            {said.value}
          </p>
        ) : null}
      </div>
    )
  },
})
