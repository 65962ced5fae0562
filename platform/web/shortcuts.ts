import { onActivated, onBeforeUnmount, onDeactivated, onMounted, ref, shallowReactive } from 'vue'

/** One key of a screen. `keys` as `KeyboardEvent.key` gives them, `Ctrl+` before where Ctrl is held. */
export interface Shortcut {
  keys: readonly string[]
  /** How the keys are written on the screen. */
  shown: string
  label: string
  /** False: the key was not meant for it and does what it always does. */
  run(event: KeyboardEvent): unknown
}

const KEPT = 'anlan-single-keys'
const active = shallowReactive(new Set<() => readonly Shortcut[]>())

/** Single keys can be switched off: whoever dictates or holds a stick must not set something off by a letter. */
export const singleKeys = ref(localStorage.getItem(KEPT) !== 'off')
export function setSingleKeys(on: boolean): void {
  singleKeys.value = on
  localStorage.setItem(KEPT, on ? 'on' : 'off')
}

/** Every shortcut that counts now, what opened last first. */
export const activeShortcuts = (): Shortcut[] => [...active].reverse().flatMap((list) => list())

const ticks = new Set(['checkbox', 'button', 'submit', 'reset'])

/** Is this where keys write, or choose in the browser's own way? */
function isTyping(target: HTMLElement): boolean {
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true
  return target.tagName === 'INPUT' && !ticks.has((target as HTMLInputElement).type)
}

const nameOf = (event: KeyboardEvent): string => (event.ctrlKey ? `Ctrl+${event.key}` : event.key)

/** Ctrl+Enter sends the form in which somebody writes, as its own button would. */
function sendForm(target: HTMLElement): boolean {
  const button = target.closest('form')?.querySelector<HTMLButtonElement>('button[type="submit"]')
  button?.click()
  return button !== null && button !== undefined
}

/** True where somebody's shortcut took the key. */
function take(event: KeyboardEvent, target: HTMLElement): boolean {
  const name = nameOf(event)
  if (name === 'Ctrl+Enter' && sendForm(target)) return true
  if (name.length === 1 && !singleKeys.value) return false
  if (isTyping(target) && name !== 'Escape' && name !== 'Ctrl+Enter') return false
  if (document.querySelector('[role="dialog"]')) return false
  if (name === ' ' && ['BUTTON', 'INPUT'].includes(target.tagName)) return false
  return activeShortcuts().some(({ keys, run }) => keys.includes(name) && run(event) !== false)
}

function onKeydown(event: KeyboardEvent): void {
  const { target } = event
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return
  if (target instanceof HTMLElement && take(event, target)) event.preventDefault()
}

document.addEventListener('keydown', onKeydown)

/** Offers keys while the component stands on the screen. */
export function useShortcuts(list: () => readonly Shortcut[]): void {
  const offer = () => void active.add(list)
  const withdraw = () => void active.delete(list)
  onMounted(offer)
  onActivated(offer)
  onDeactivated(withdraw)
  onBeforeUnmount(withdraw)
}
