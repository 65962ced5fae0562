import { toString as drawQr } from 'qrcode'
import { defineComponent, type PropType, ref, watchEffect } from 'vue'
import type { Unit } from '../../../domain/units/units.ts'
import { unitName } from '../../../platform/web/reference.ts'
import { siteLink } from './site-codes.ts'

/** One compound's card as it goes on a wall: its name, its code and what to do. */
export const SiteCode = defineComponent({
  name: 'SiteCode',
  props: {
    site: { type: Object as PropType<Unit>, required: true },
    community: { type: String, required: true },
    chosen: Boolean,
  },
  emits: { choose: (_chosen: boolean) => true },
  setup(props, { emit }) {
    const image = ref('')
    watchEffect(async () => {
      const svg = await drawQr(siteLink(props.site.code), { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
      image.value = `data:image/svg+xml;base64,${btoa(svg)}`
    })
    return () => {
      const { code, name } = props.site
      return (
        <li class={['site-code', { 'no-print': !props.chosen }]}>
          <label class="site-code-tick no-print">
            <input
              type="checkbox"
              checked={props.chosen}
              aria-label={`打印${name}`}
              onChange={(event) => emit('choose', (event.target as HTMLInputElement).checked)}
            />
            打印
          </label>
          <h2>{name}</h2>
          <p class="site-code-where">{unitName(props.community)}</p>
          {image.value ? <img src={image.value} alt={`${name}的上报二维码`} width={200} height={200} /> : null}
          <p>发现隐患，请用微信或手机相机扫码，登录后拍照上报，小区已自动填好。</p>
          <p class="site-code-link no-print">
            <a href={siteLink(code)}>{siteLink(code)}</a>
          </p>
        </li>
      )
    }
  },
})
