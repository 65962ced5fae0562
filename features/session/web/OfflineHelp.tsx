import type { FunctionalComponent } from 'vue'
import { worker } from '../../../platform/web/phone/worker.ts'

const words = {
  asking: '正在把页面存到这台手机上，存好后没有信号也能打开。',
  ready: '没有信号也能打开这个页面。填好的内容先存在手机上，有信号时自动发送。',
  absent: '这个浏览器不能离线打开页面：没有信号时请不要关掉这一页，已填的内容都在手机上。',
}

/** 离线说明: what this browser really does without network, no more. */
export const OfflineHelp: FunctionalComponent = () => (
  <section class="box">
    <h2>离线说明</h2>
    <p class={worker.offlineStart === 'absent' ? 'offline-not' : ''}>{words[worker.offlineStart]}</p>
  </section>
)
