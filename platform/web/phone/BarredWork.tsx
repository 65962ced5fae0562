import { defineComponent, onMounted, type PropType, shallowRef } from 'vue'
import { device, onDevice, type Parcel } from '../device-store.ts'
import { listParcels } from '../outbox-store.ts'
import type { Barred } from '../session.ts'
import { UnsentFile } from './UnsentFile.tsx'
import '../sign-in.css'

/** In place of the sign-in, for whom the server knows and no longer lets in: what he has not delivered is still his. */
export const BarredWork = defineComponent({
  name: 'BarredWork',
  props: { barred: { type: Object as PropType<Barred>, required: true } },
  emits: { other: () => true },
  setup(props, { emit }) {
    const parcels = shallowRef<Parcel[]>([])
    onMounted(async () => {
      const all = await onDevice(device, (db) => listParcels(db, props.barred.person)).catch(() => [])
      parcels.value = all.filter(({ state }) => state !== 'delivered')
    })
    const work = () => (
      <>
        <p>
          您还有 {parcels.value.length}{' '}
          件内容服务器没有收下，都留在这台手机上，别人看不到。账号恢复后重新登录会接着发送；不再恢复的，请导出文件，交给您社区的两委或街道专班补录。
        </p>
        <ul class="barred-work">
          {parcels.value.map(({ id, label, about, said }) => (
            <li key={id}>
              {about} · {label}
              <br />
              <span class="hint">没有收下：{said ?? props.barred.said}</span>
            </li>
          ))}
        </ul>
      </>
    )
    return () => (
      <main class="sign-in">
        <section class="sign-in-card">
          <h1>安澜</h1>
          <p class="sign-in-said" role="alert">
            {props.barred.name}：{props.barred.said}
          </p>
          {parcels.value.length > 0 ? work() : null}
          <UnsentFile owner={props.barred} />
          <button type="button" class="sign-in-other" onClick={() => emit('other')}>
            去登录
          </button>
        </section>
      </main>
    )
  },
})
