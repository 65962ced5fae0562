import { defineComponent, type PropType } from 'vue'
import { useRoomForm } from '../../../platform/web/room-form.ts'
import { RoomForm } from '../../../platform/web/ui/RoomForm.tsx'
import type { DocumentView } from '../contract.ts'
import { voidFields } from './room-fields.ts'

/** 作废: with a reason; the number stays used and the files stay readable. */
export const VoidDocumentForm = defineComponent({
  name: 'VoidDocumentForm',
  props: { document: { type: Object as PropType<DocumentView>, required: true } },
  emits: { done: () => true, cancel: () => true },
  setup({ document }, { emit }) {
    const form = useRoomForm(`document:void:${document.id}`, voidFields)
    const send = async () => {
      const sent = await form.submit(async (data, deliver) => {
        await deliver({ kind: 'document', step: 'void', stream: document.id, data })
        return true
      })
      if (sent) emit('done')
    }
    return () => (
      <RoomForm
        form={form}
        title={`作废 ${document.number}`}
        button="确认作废"
        prefix="void"
        onSend={() => void send()}
        onCancel={() => emit('cancel')}
      >
        <p>作废后不能再更正；文号保留，不会给别的公文，已印发的文件仍可下载。</p>
      </RoomForm>
    )
  },
})
