import { defineComponent, ref, watch } from 'vue'
import { RouterLink, useRoute, useRouter } from 'vue-router'
import { endOfDayAgo, fromLocalInput, sayAsOf, toLocalInput } from '../text/as-of.ts'
import './as-of.css'

/** Says that the page shows a past instant, and leads back to now. Nothing when the address names no instant. */
export const AsOfBanner = defineComponent({
  name: 'AsOfBanner',
  setup() {
    const route = useRoute()
    return () => {
      const { asOf, ...rest } = route.query
      if (typeof asOf !== 'string' || Number.isNaN(Date.parse(asOf))) return null
      return (
        <p class="as-of-banner">
          <strong>截至 {sayAsOf(asOf)}</strong>
          <span>这里是当时的账，之后的变化不在内。</span>
          <RouterLink to={{ path: route.path, query: rest }}>回到现在</RouterLink>
        </p>
      )
    }
  },
})

/** Chooses the instant of all figures on the page; it stands in the address. */
export const AsOfChooser = defineComponent({
  name: 'AsOfChooser',
  props: { asOf: { type: String, required: true } },
  emits: { now: () => true },
  setup(props, { emit }) {
    const route = useRoute()
    const router = useRouter()
    const typed = ref(toLocalInput(props.asOf))
    watch(
      () => props.asOf,
      (asOf) => {
        typed.value = toLocalInput(asOf)
      },
    )
    const go = (asOf: string) => router.push({ path: route.path, query: { ...route.query, asOf } })
    const submit = (event: Event) => {
      event.preventDefault()
      const asOf = fromLocalInput(typed.value)
      if (asOf) void go(asOf)
    }
    return () => (
      <form class="as-of-chooser" onSubmit={submit}>
        <label for="as-of">截至</label>
        <input id="as-of" type="datetime-local" v-model={typed.value} required />
        <button type="submit">查看</button>
        <button type="button" class="plain" onClick={() => go(endOfDayAgo(1, new Date()))}>
          昨天 24:00
        </button>
        <button type="button" class="plain" onClick={() => go(endOfDayAgo(7, new Date()))}>
          7 天前 24:00
        </button>
        <button type="button" class="plain" onClick={() => emit('now')}>
          现在
        </button>
      </form>
    )
  },
})
