import { computed, defineComponent, nextTick, ref, watch } from 'vue'
import { RouterLink, useRoute } from 'vue-router'
import { holdsRole } from '../platform/web/session.ts'
import { deskNav, type NavItem, splitBar } from './desk-nav.tsx'

/** The words of the bar, and behind 更多 those that are used seldom, where all together would not fit. */
export const DeskNav = defineComponent({
  name: 'DeskNav',
  setup() {
    const route = useRoute()
    const open = ref(false)
    const box = ref<HTMLElement>()
    const button = ref<HTMLButtonElement>()
    const split = computed(() => splitBar(deskNav.filter(({ roles }) => !roles || holdsRole(...roles))))
    watch(
      () => route.fullPath,
      () => {
        open.value = false
      },
    )
    const toggle = async () => {
      open.value = !open.value
      await nextTick()
      if (open.value) box.value?.querySelector('a')?.focus()
    }
    const onKeydown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !open.value) return
      event.preventDefault()
      open.value = false
      button.value?.focus()
    }
    const onFocusout = ({ relatedTarget }: FocusEvent) => {
      if (!box.value?.contains(relatedTarget as Node | null)) open.value = false
    }
    const isHere = ({ to, covers }: NavItem) => route.path === to || covers?.(route.path)
    const link = (item: NavItem) => (
      <RouterLink key={item.to} to={item.to} class={{ here: isHere(item) }}>
        {item.label}
      </RouterLink>
    )
    /** Folded, the button says on which of its pages one is. */
    const more = (rest: readonly NavItem[]) => (
      <div class="desk-more" ref={box}>
        <button
          type="button"
          ref={button}
          class={{ here: rest.some(isHere) }}
          aria-expanded={open.value}
          onClick={() => void toggle()}
        >
          {rest.find(isHere)?.label ?? '更多'} <span aria-hidden="true">▾</span>
        </button>
        {open.value ? <div class="desk-more-list">{rest.map(link)}</div> : null}
      </div>
    )
    return () => (
      <nav aria-label="主导航" onKeydown={onKeydown} onFocusout={onFocusout}>
        {split.value.bar.map(link)}
        {split.value.more.length > 0 ? more(split.value.more) : null}
      </nav>
    )
  },
})
