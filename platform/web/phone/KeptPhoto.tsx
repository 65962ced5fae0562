import { defineComponent, onBeforeUnmount, ref, watch } from 'vue'
import { photoUrl } from '../../../domain/photo.ts'
import { findKeptPhoto } from '../post.ts'
import './photo.css'

/** A photo by its hash: from this device while it is here, else from the server; says so where it has not arrived. */
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
    watch(() => props.sha256, find, { immediate: true })
    onBeforeUnmount(release)
    return () =>
      missing.value ? (
        <span class="photo-missing">照片未到</span>
      ) : url.value ? (
        <img
          src={url.value}
          alt={props.alt}
          loading="lazy"
          onError={() => {
            missing.value = true
          }}
        />
      ) : (
        <span class="photo-missing" />
      )
  },
})
