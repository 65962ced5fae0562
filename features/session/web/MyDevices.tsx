import { defineComponent, onMounted, ref } from 'vue'
import { call, Refused, request } from '../../../platform/web/api.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { session } from '../../../platform/web/session.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import { type DeviceView, getDevices } from '../contract.ts'

/** Where one signs in by six digits; any but the one at hand can be unbound, as when a phone is lost. */
export const MyDevices = defineComponent({
  name: 'MyDevices',
  setup() {
    const { data, said, load } = useLoad(() => call(getDevices, {}))
    const refused = ref('')
    onMounted(load)
    const unbind = async (id: string) => {
      refused.value = ''
      try {
        await request('DELETE', `/api/devices/${id}`)
      } catch (error) {
        refused.value = error instanceof Refused ? error.message : '没有解除，请再试一次。'
      }
      await load()
    }
    const line = ({ id, label, shared, seenAt }: DeviceView) => (
      <li key={id} class="device">
        <span>
          <strong>{label}</strong>
          {shared ? '（共用）' : ''}
          <span class="hint soft">
            {session.me?.device?.id === id ? '正在用的这台' : `上次使用 ${sayInstant(seenAt, new Date())}`}
          </span>
        </span>
        {session.me?.device?.id === id ? null : (
          <button type="button" class="button plain" aria-label={`解除绑定：${label}`} onClick={() => unbind(id)}>
            解除绑定
          </button>
        )}
      </li>
    )
    return () => (
      <section class="box panel">
        <h2>我的设备</h2>
        {data.value?.items.length === 0 ? <p class="hint soft">没有用六位密码登录的设备。</p> : null}
        <ul class="devices">{data.value?.items.map(line)}</ul>
        <p class="said" role="alert" hidden={!said.value && !refused.value}>
          {refused.value || said.value}
        </p>
      </section>
    )
  },
})
