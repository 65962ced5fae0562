import { defineComponent, nextTick, type PropType, ref, watch } from 'vue'
import { RouterLink } from 'vue-router'
import { UndoOffer } from '../../../platform/web/case/UndoOffer.tsx'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { linkTo } from './document-source.ts'
import { directNames } from './room-fields.ts'
import { DirectForm, OpenTopicForm } from './StudyForms.tsx'
import type { Study, StudyForm } from './study.ts'

/** In the order of the bar. */
const buttons: readonly [StudyForm, string][] = [
  ['assign', directNames.assign],
  ['topic', '列为议题'],
  ['send-back', directNames['send-back']],
]

/** The bar under the lists: what can be done with all that are ticked, and what came of it. */
export const StudyBar = defineComponent({
  name: 'StudyBar',
  props: {
    study: { type: Object as PropType<Study>, required: true },
    /** Ticked cases that the filters leave out of sight. */
    unseen: { type: Number, default: 0 },
  },
  setup(props) {
    const { study } = props
    const box = ref<HTMLElement>()
    const { form, result, chosen } = study
    // A form that goes gives the focus to what came of it, or to the button that had opened it.
    watch(form, async (now, before) => {
      if (now || !before) return
      await nextTick()
      const to = result.said.value ? '.undo-said' : `[data-form="${before}"]`
      box.value?.querySelector<HTMLElement>(to)?.focus()
    })
    const toggle = (one: StudyForm) => {
      if (form.value !== one) result.dismiss()
      form.value = form.value === one ? '' : one
    }
    const came = () => (
      <>
        <UndoOffer said={result.said.value} done={result.done.value} nameOf={study.nameOf} onUndone={study.undone} />
        {result.opened.value ? (
          <p class="study-next">
            <RouterLink to="/topics?status=draft">去“议题”修改、提交议决</RouterLink>
          </p>
        ) : null}
        {result.letter.value ? (
          <p class="study-next">
            <RouterLink to={linkTo(result.letter.value)}>
              给{unitLabel(result.letter.value.to)}拟呼叫函（{result.letter.value.cases.length} 条）
            </RouterLink>
          </p>
        ) : null}
        {result.refused.value.size > 0 ? (
          <ul class="study-refused">
            {[...result.refused.value].map(([id, said]) => (
              <li key={id}>
                <RouterLink to={`/case/${id}`}>{study.nameOf(id)}</RouterLink>：{said}
              </li>
            ))}
          </ul>
        ) : null}
      </>
    )
    const line = () => (
      <div class="study-line">
        <strong role="status">
          已选 {chosen.value.cases.length} 条（{chosen.value.groups.length} 组）
        </strong>
        {buttons.map(([one, label]) => (
          <button
            key={one}
            type="button"
            class={['plain', { chosen: form.value === one }]}
            data-form={one}
            aria-expanded={form.value === one}
            onClick={() => toggle(one)}
          >
            {label}
          </button>
        ))}
        {props.unseen > 0 ? <span class="study-warn">其中 {props.unseen} 条不在现在的筛选里</span> : null}
        <span class="study-space" />
        <button type="button" class="plain" onClick={study.clear}>
          取消选择
        </button>
      </div>
    )
    const open = () => {
      const cancel = () => {
        form.value = ''
      }
      if (form.value === '') return null
      return form.value === 'topic' ? (
        <OpenTopicForm study={study} onCancel={cancel} />
      ) : (
        <DirectForm key={form.value} study={study} step={form.value} onCancel={cancel} />
      )
    }
    return () => {
      const any = chosen.value.cases.length > 0
      if (!any && !result.said.value) return null
      return (
        <section class="study-bar no-print" aria-label="选中的隐患" ref={box}>
          {result.said.value ? came() : null}
          {any ? (
            <>
              {line()}
              {open()}
            </>
          ) : (
            <button type="button" class="plain" onClick={result.dismiss}>
              知道了
            </button>
          )}
        </section>
      )
    }
  },
})
