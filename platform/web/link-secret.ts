import { ref } from 'vue'

/** Secret of the personal link this page was opened by; empty when it was opened otherwise. */
export const linkSecret = ref('')

const linked = /^#in=([\w-]{20,100})$/

/** Takes the secret out of the address at once, so that it stays in no history and no picture of the screen. */
function take(): void {
  const found = linked.exec(location.hash)?.[1]
  if (!found) return
  linkSecret.value = found
  history.replaceState(history.state, '', location.pathname + location.search)
}

/** To be called before the router reads the address; a link opened in a page that stands is taken too. */
export function catchLink(): void {
  take()
  addEventListener('hashchange', take)
}
