import { defineComponent, ref } from 'vue'
import { RouterLink } from 'vue-router'
import { reports } from '../../../domain/hazard/rights.ts'
import { shortCode } from '../../../domain/ids.ts'
import type { Parcel } from '../../../platform/web/device-store.ts'
import type { Line } from '../../../platform/web/outbox-world.ts'
import { ParcelTag } from '../../../platform/web/phone/ParcelTag.tsx'
import { UnsentFile } from '../../../platform/web/phone/UnsentFile.tsx'
import { dropParcel, post, retryNow } from '../../../platform/web/post.ts'
import { session } from '../../../platform/web/session.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import './field-outbox.css'

const lines: Record<Line, string> = {
  idle: '',
  sending: '正在发送…',
  offline: '现在连不上网络，内容都在手机上，有网络时自动发送。',
  'signed-out': '登录已失效，内容都在手机上，重新登录后自动发送。',
}

/** The words somebody typed, so that a refused wish can always be read in full. */
function wordsOf(parcel: Parcel): string[] {
  const { description, note, reason, tried, text, fixed } = parcel.command.data as Record<string, unknown>
  const inner = (fixed as { note?: unknown } | undefined)?.note
  return [description, note, reason, tried, text, inner].filter((one): one is string => typeof one === 'string')
}

const editAt = (parcel: Parcel): string =>
  parcel.command.step === 'report'
    ? `/report?from=${parcel.id}`
    : `/case/${parcel.command.stream}?step=${parcel.command.step}&from=${parcel.id}`

/** 发件箱: what is on its way, what arrived, what came back and why. */
export const FieldOutboxScreen = defineComponent({
  name: 'FieldOutboxScreen',
  setup() {
    const asking = ref('')
    const refused = (parcel: Parcel) => (
      <div>
        <p class="said">{parcel.said}</p>
        {wordsOf(parcel).map((text) => (
          <p key={text} class="outbox-words">
            {text}
          </p>
        ))}
        <div class="outbox-buttons">
          <RouterLink class="button button-main" to={editAt(parcel)}>
            修改后重发
          </RouterLink>
          {asking.value === parcel.id ? (
            <button type="button" class="button" onClick={() => dropParcel(parcel.id)}>
              确定放弃
            </button>
          ) : (
            <button
              type="button"
              class="button"
              onClick={() => {
                asking.value = parcel.id
              }}
            >
              放弃
            </button>
          )}
        </div>
      </div>
    )
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
        {parcel.state === 'refused' ? refused(parcel) : null}
        {parcel.state === 'delivered' ? (
          <RouterLink class="outbox-look" to={`/case/${parcel.command.stream}`}>
            看这条隐患
          </RouterLink>
        ) : null}
      </li>
    )
    return () => {
      const newest = [...post.parcels].reverse()
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
          {post.photos > 0 ? <p class="notice">还有 {post.photos} 张照片在路上，会自动接着传。</p> : null}
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
