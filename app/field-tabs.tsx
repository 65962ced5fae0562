import { type FunctionalComponent, h } from 'vue'
import { RouterLink } from 'vue-router'
import { looksOn, reports } from '../domain/hazard/rights.ts'
import { unsettled } from '../platform/web/post.ts'
import { session } from '../platform/web/session.ts'

const icons = {
  today: 'M4 20V10h4v10Z M10 20V4h4v16Z M16 20v-7h4v7Z',
  todo: 'M5 4h14v17H5Z M9 2h6v4H9Z M8.5 12l2.5 2.5 4.5-5',
  camera: 'M3 7h4l2-3h6l2 3h4v13H3Z M12 9.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z',
  outbox: 'M3 13l3-9h12l3 9v7H3Z M3 13h5l1.5 3h5L16 13h5',
  me: 'M12 3a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z M4 21c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5',
}

const Icon: FunctionalComponent<{ name: keyof typeof icons }> = ({ name }) => (
  <svg
    width="24"
    height="24"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.7"
    stroke-linejoin="round"
    stroke-linecap="round"
    aria-hidden="true"
  >
    <path d={icons[name]} />
  </svg>
)
Icon.props = ['name']

const tab = (to: string, icon: keyof typeof icons, word: string, main = false) =>
  h(RouterLink, { to, class: ['tab', { 'tab-main': main }], exactActiveClass: 'tab-here' }, () => [
    <span class="tab-icon">
      <Icon name={icon} />
      {to === '/outbox' && unsettled.value > 0 ? <span class="tab-count">{unsettled.value}</span> : null}
    </span>,
    <span>
      {word}
      {to === '/outbox' && unsettled.value > 0 ? <span class="unseen">，{unsettled.value} 件未送达</span> : null}
    </span>,
  ])

/** The bar at the bottom: where everything of the phone is one tap away. */
export const TabBar: FunctionalComponent = () => (
  <nav class="tabs" aria-label="主要功能">
    {looksOn(session.me?.roles ?? []) ? tab('/today', 'today', '今日') : null}
    {tab('/', 'todo', looksOn(session.me?.roles ?? []) ? '隐患' : '待办')}
    {reports(session.me?.roles ?? []) ? tab('/report', 'camera', '拍照上报', true) : null}
    {tab('/outbox', 'outbox', '发件箱')}
    {tab('/me', 'me', '我的')}
  </nav>
)
