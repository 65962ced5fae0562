import { defineComponent } from 'vue'
import { RouterLink } from 'vue-router'
import { reports } from '../../../domain/hazard/rights.ts'
import { shortCode } from '../../../domain/ids.ts'
import { ahead, sayClock } from '../../../platform/web/clock-skew.ts'
import type { Parcel } from '../../../platform/web/device-store.ts'
import type { Line } from '../../../platform/web/outbox-world.ts'
import { ParcelTag } from '../../../platform/web/phone/ParcelTag.tsx'
import { UnsentFile } from '../../../platform/web/phone/UnsentFile.tsx'
import { post, retryNow } from '../../../platform/web/post.ts'
import { session } from '../../../platform/web/session.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import { RefusedParcel } from './RefusedParcel.tsx'
import './field-outbox.css'

const lines: Record<Line, string> = {
  idle: '',
  sending: '正在发送…',
  offline: '现在连不上网络，内容都在手机上，有网络时自动发送。',
  'signed-out': '登录已失效，内容都在手机上，重新登录后自动发送。',
}

/** A receipt that has arrived is nothing to look back at: the case itself says so. */
const isTold = ({ command, state }: Parcel): boolean => command.step !== 'receive' || state !== 'delivered'

/** 发件箱: what is on its way, what arrived, what came back and why. */
export const FieldOutboxScreen = defineComponent({
  name: 'FieldOutboxScreen',
  setup() {
    const row = (parcel: Parcel) => (
      <li key={parcel.id} class="box">
        <div class="outbox-top">
          <strong>{parcel.about}</strong>
          <ParcelTag parcel={parcel} />
        </div>
        <p class="hint">
          {parcel.label} · {parcel.number ?? `手机编号 ${shortCode(parcel.command.stream)}`} ·{' '}
          {sayInstant(parcel.command.takenAt, new Date())}
        </p>
        {parcel.state === 'refused' ? <RefusedParcel parcel={parcel} /> : null}
        {parcel.state === 'delivered' ? (
          <RouterLink class="outbox-look" to={`/case/${parcel.command.stream}`}>
            看这条隐患
          </RouterLink>
        ) : null}
      </li>
    )
    return () => {
      const newest = post.parcels.filter(isTold).reverse()
      const open = newest.filter((parcel) => parcel.state !== 'delivered')
      const done = newest.filter((parcel) => parcel.state === 'delivered')
      return (
        <main class="screen">
          <header class="bar">
            <h1>发件箱</h1>
            <button type="button" class="bar-button" disabled={post.line === 'sending'} onClick={retryNow}>
              现在发送
            </button>
          </header>
          {lines[post.line] && open.length > 0 ? (
            <p class="notice" role="status">
              {lines[post.line]}
            </p>
          ) : null}
          {sayClock(ahead.value) ? <p class="notice">{sayClock(ahead.value)}</p> : null}
          {post.photos > 0 ? <p class="notice">还有 {post.photos} 张照片没传完，会自动接着传。</p> : null}
          {post.lost > 0 ? (
            <p class="notice">有 {post.lost} 张照片服务器打不开，没有收下；请在那条隐患里补拍。</p>
          ) : null}
          {newest.length === 0 ? (
            <div class="empty">
              <p>没有要发送的内容。</p>
              {reports(session.me?.roles ?? []) ? (
                <p>
                  <RouterLink to="/report">拍照上报</RouterLink>
                </p>
              ) : null}
            </div>
          ) : null}
          {open.length > 0 ? <h2 class="outbox-head">还没有送达（{open.length}）</h2> : null}
          <ul class="outbox">{open.map(row)}</ul>
          {done.length > 0 ? <h2 class="outbox-head">近七天已送达（{done.length}）</h2> : null}
          <ul class="outbox">{done.map(row)}</ul>
          {session.me ? (
            <section class="box">
              <h2>换一部手机发送</h2>
              <p class="hint">
                没有送达和没写完的内容可以存成一个文件，您本人在另一部手机登录后导入；两部手机都发送也只算一次。
              </p>
              <UnsentFile owner={session.me} imports />
            </section>
          ) : null}
        </main>
      )
    }
  },
})
