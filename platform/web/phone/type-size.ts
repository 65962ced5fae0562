import { ref } from 'vue'

/** How large the phone's type is; `platform/web/theme.css` gives each its px. */
export type TypeSize = 'standard' | 'large' | 'huge'
export const typeSizeNames: Record<TypeSize, string> = { standard: '标准', large: '大', huge: '特大' }

const KEPT = 'anlan-type-size'

/** The size in force on this device. */
export const typeSize = ref<TypeSize>('standard')

const isSize = (word: string | null): word is TypeSize => word !== null && word in typeSizeNames

function show(size: TypeSize): void {
  typeSize.value = size
  if (size === 'standard') document.documentElement.removeAttribute('data-type')
  else document.documentElement.setAttribute('data-type', size)
}

/** Puts on the size this device was set to; called before the first screen is drawn, so that nothing jumps. */
export function recallTypeSize(): void {
  const kept = localStorage.getItem(KEPT)
  if (isSize(kept)) show(kept)
}

/** Sets the size of this device, whoever signs in on it. A full store costs the memory of it, not the size. */
export function setTypeSize(size: TypeSize): void {
  show(size)
  try {
    localStorage.setItem(KEPT, size)
  } catch {
    return
  }
}
