import { defineComponent, onMounted, type PropType, ref, shallowRef } from 'vue'
import { device, onDevice, type Parcel } from '../device-store.ts'
import { listParcels } from '../outbox-store.ts'
import type { Barred } from '../session.ts'
import { tellKeepers } from '../tell-keepers.ts'
import { UnsentFile } from './UnsentFile.tsx'
import '../sign-in.css'

/** In place of the sign-in, for whom the server knows and no longer lets in: what he has not delivered is still his. */
export const BarredWork = defineComponent({
  name: 'BarredWork',
  props: { barred: { type: Object as PropType<Barred>, required: true } },
  emits: { other: () => true },
  setup(props, { emit }) {
    const parcels = shallowRef<Parcel[]>([])
    const told = ref(0)
    onMounted(async () => {
      const all = await onDevice(device, (db) => listParcels(db, props.barred.person)).catch(() => [])
      parcels.value = all.filter(({ state }) => state !== 'delivered')
      told.value = await tellKeepers(parcels.value.filter(({ state }) => state === 'waiting')).catch(() => 0)
    })
    const sayTold = () =>
      told.value > 0
        ? `其中 ${told.value} 件的文字已转给管您账号的社区或街道，照片没有；`
        : '别人看不到，请告诉您社区的两委或街道专班；'
    const work = () => (
      <>
        <p>
          您还有 {parcels.value.length} 件内容服务器没有收下，都留在这台手机上。{sayTold()}
          账号恢复后重新登录会接着发送；换手机的，请先导出。
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
