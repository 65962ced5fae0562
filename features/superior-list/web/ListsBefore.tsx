import { defineComponent, type PropType, ref } from 'vue'
import { holdsRole } from '../../../platform/web/session.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import type { SuperiorList } from '../contract.ts'

/** The lists that came in before; the day it came in, the office takes one back with what nobody has touched. */
export const ListsBefore = defineComponent({
  name: 'ListsBefore',
  props: { lists: { type: Array as PropType<SuperiorList[]>, required: true }, busy: { type: String, required: true } },
  emits: { undo: (_list: SuperiorList, _reason: string) => true },
  setup(props, { emit }) {
    const undoing = ref('')
    const reason = ref('')
    const said = ref('')
    const mayUndo = (one: SuperiorList) => holdsRole('office') && one.untouched.length > 0
    const take = (event: Event, one: SuperiorList) => {
      event.preventDefault()
      said.value = reason.value.trim() ? '' : '请写明为什么撤销。'
      if (said.value) return
      emit('undo', one, reason.value.trim())
      undoing.value = reason.value = ''
    }
    const form = (one: SuperiorList) => (
      <form class="list-undo" aria-label="撤销这张清单" onSubmit={(event) => take(event, one)}>
        <label for="list-reason">为什么撤销</label>
        <input id="list-reason" maxlength={500} v-model={reason.value} aria-invalid={said.value ? true : undefined} />
        <button type="submit" disabled={props.busy !== ''}>
          确认撤销 {one.untouched.length} 条
        </button>
        {said.value ? (
          <p class="said" role="alert">
            {said.value}
          </p>
        ) : null}
      </form>
    )
    const stand = (one: SuperiorList) =>
      one.undone && one.cases === 0 ? '已撤销' : `在台账 ${one.cases} 条，未销号 ${one.open} 条`
    return () => (
      <section class="panel" aria-labelledby="lists-heading">
        <h2 id="lists-heading">登记过的清单</h2>
        {props.lists.length > 0 ? null : holdsRole('office') ? (
          <p>还没有登记过。收到上级的问题清单，在上面整张粘贴。</p>
        ) : (
          <p>还没有登记过。上级的问题清单由街道专班粘贴登记，登记后就列在这里。</p>
        )}
        <ul class="lists">
          {props.lists.map((one) => (
            <li key={one.id}>
              <strong>{one.name ?? '（文字已清除）'}</strong>
              <span>
                {sayInstant(one.at, new Date())}，{stand(one)}
              </span>
              {mayUndo(one) ? (
                <button
                  type="button"
                  class="plain"
                  aria-expanded={undoing.value === one.id}
                  onClick={() => {
                    undoing.value = undoing.value === one.id ? '' : one.id
                  }}
                >
                  撤销这张清单
                </button>
              ) : null}
              {undoing.value === one.id ? form(one) : null}
            </li>
          ))}
        </ul>
      </section>
    )
  },
})
