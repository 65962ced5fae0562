import { defineComponent, onBeforeUnmount, ref, watch } from 'vue'
import { photoUrl } from '../../../domain/photo.ts'
import { findCopiedPhoto } from '../case-sync.ts'
import { findKeptPhoto } from '../post.ts'
import './photo.css'

/**
 * A photo by its hash: from this device while it is on its way, else from the server, and without signal from the copy
 * that is kept of the case; says so where it is nowhere.
 */
export const KeptPhoto = defineComponent({
  name: 'KeptPhoto',
  props: {
    sha256: { type: String, required: true },
    width: { type: Number, default: 320 },
    alt: { type: String, required: true },
  },
  setup(props) {
    const url = ref('')
    const missing = ref(false)
    let local = ''
    const release = () => {
      if (local) URL.revokeObjectURL(local)
      local = ''
    }
    const find = async () => {
      const wanted = props.sha256
      const blob = await findKeptPhoto(wanted).catch(() => undefined)
      if (wanted !== props.sha256) return
      release()
      if (blob) local = URL.createObjectURL(blob)
      missing.value = false
      url.value = local || photoUrl(wanted, props.width)
    }
    const findCopy = async () => {
      const wanted = props.sha256
      const blob = local ? undefined : await findCopiedPhoto(wanted).catch(() => undefined)
      if (wanted !== props.sha256) return
      release()
      if (blob) url.value = local = URL.createObjectURL(blob)
      else missing.value = true
    }
    watch(() => props.sha256, find, { immediate: true })
    onBeforeUnmount(release)
    return () =>
      missing.value ? (
        <span class="photo-missing">照片未到</span>
      ) : url.value ? (
        <img src={url.value} alt={props.alt} loading="lazy" onError={() => void findCopy()} />
      ) : (
        <span class="photo-missing" />
      )
  },
})
