import { computed, defineComponent, nextTick, onMounted, type PropType, ref } from 'vue'
import { RouterLink } from 'vue-router'
import type { Filters } from '../../../platform/web/case/filters.ts'
import { builtInViews, sameQuery, useViews, type View, viewQuery } from './saved-views.ts'
import './desk-views.css'

/** Chips above the ledger: the views of one's duty, one's own, and the way to keep the present filters. */
export const DeskViews = defineComponent({
  name: 'DeskViews',
  props: {
    filters: { type: Object as PropType<Filters>, required: true },
    order: { type: String as PropType<'recent' | 'due'>, required: true },
  },
  setup(props) {
    const views = useViews()
    const box = ref<HTMLElement>()
    /** What the small form does: nothing, keep the present filters, or manage one's own views. */
    const doing = ref<'' | 'save' | 'manage'>('')
    const name = ref('')
    onMounted(views.load)
    const built = builtInViews()
    const query = computed(() => viewQuery(props.filters, props.order))
    const isHere = (view: View) => sameQuery(view.query, query.value)
    const isKnown = computed(() => [...built, ...views.own.value].some(isHere))
    const chip = (view: View) => (
      <RouterLink
        key={view.id || view.name}
        to={{ path: '/', query: view.query }}
        class={['view-chip', { here: isHere(view) }]}
        aria-current={isHere(view) ? 'true' : undefined}
      >
        {view.name}
      </RouterLink>
    )
    const start = async (what: 'save' | 'manage') => {
      doing.value = doing.value === what ? '' : what
      views.said.value = name.value = ''
      await nextTick()
      box.value?.querySelector<HTMLElement>('.view-form input')?.focus()
    }
    const finish = async () => {
      doing.value = ''
      await nextTick()
      box.value?.querySelector<HTMLElement>('.view-chip.here, .view-chip')?.focus()
    }
    const save = async (event: Event) => {
      event.preventDefault()
      if (await views.save(name.value, query.value)) await finish()
    }
    const rename = (view: View) => (event: Event) => {
      const typed = (event.target as HTMLInputElement).value.trim()
      if (typed && typed !== view.name) void views.save(typed, view.query, view.id)
    }
    const remove = async (view: View) => {
      await views.remove(view.id)
      if (views.own.value.length === 0) await finish()
    }
    const saving = () => (
      <form class="view-form" aria-label="存为常用筛选" onSubmit={save}>
        <label for="view-name">名称</label>
        <input id="view-name" type="text" maxlength={20} v-model={name.value} required />
        <button type="submit">保存</button>
        <button type="button" class="plain" onClick={finish}>
          不存了
        </button>
      </form>
    )
    const managing = () => (
      <ul class="view-form" aria-label="我的常用筛选">
        {views.own.value.map((view) => (
          <li key={view.id}>
            <input
              type="text"
              aria-label={`“${view.name}”的名称`}
              maxlength={20}
              value={view.name}
              onChange={rename(view)}
            />
            <button type="button" class="plain" aria-label={`删掉“${view.name}”`} onClick={() => remove(view)}>
              删掉
            </button>
          </li>
        ))}
        <li>
          <button type="button" class="plain" onClick={finish}>
            好了
          </button>
        </li>
      </ul>
    )
    return () => (
      <nav class="views no-print" aria-label="常用筛选" ref={box}>
        {built.map(chip)}
        {views.own.value.map(chip)}
        {Object.keys(query.value).length > 0 && !isKnown.value ? (
          <button type="button" class="plain" aria-expanded={doing.value === 'save'} onClick={() => start('save')}>
            存为常用
          </button>
        ) : null}
        {views.own.value.length > 0 ? (
          <button type="button" class="plain" aria-expanded={doing.value === 'manage'} onClick={() => start('manage')}>
            改名、删除
          </button>
        ) : null}
        {doing.value === 'save' ? saving() : null}
        {doing.value === 'manage' ? managing() : null}
        {views.said.value ? (
          <p class="said" role="alert">
            {views.said.value}
          </p>
        ) : null}
      </nav>
    )
  },
})
