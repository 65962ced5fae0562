import { onBeforeUnmount, ref, shallowRef } from 'vue'
import type { Position } from './report-draft.ts'

/** Asks where the phone is, in the background. Whatever comes of it, the report is never held up. */
export function usePosition() {
  const position = shallowRef<Position | null>(null)
  const words = ref('')
  if (!navigator.geolocation || !isSecureContext) {
    words.value = '这里取不到定位，不影响提交。'
    return { position, words }
  }
  words.value = '正在定位，不影响提交。'
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  const watching = navigator.geolocation.watchPosition(
    ({ coords }) => {
      const accuracy = Math.round(coords.accuracy)
      if (position.value && position.value.accuracy <= accuracy) return
      position.value = { lon: round(coords.longitude), lat: round(coords.latitude), accuracy }
      words.value = `已定位，误差约 ${accuracy} 米。`
    },
    () => {
      if (!position.value) words.value = '没有取得定位，不影响提交。'
    },
    { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
  )
  onBeforeUnmount(() => navigator.geolocation.clearWatch(watching))
  return { position, words }
}
