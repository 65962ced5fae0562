import { defineComponent, h, KeepAlive, nextTick, ref, type VNode, watch } from 'vue'
import { RouterLink, RouterView, useRoute } from 'vue-router'
import { type Role, roleNames } from '../domain/units/roles.ts'
import { Refused } from '../platform/web/api.ts'
import { unitLabel } from '../platform/web/case/unit-words.ts'
import { dropAllDrafts } from '../platform/web/draft.ts'
import { session, signOut } from '../platform/web/session.ts'
import { KeyHelp } from '../platform/web/ui/KeyHelp.tsx'
import { DeskNav } from './DeskNav.tsx'

const dutyOf = ({ role, unit }: { role: string; unit: string }): string =>
  `${unitLabel(unit)} ${roleNames[role as Role] ?? role}`

/** Frame of every desk screen: skip link, rooms, who I am, sign-out; a new screen's heading takes the focus. */
export const DeskShell = defineComponent({
  name: 'DeskShell',
  emits: { left: () => true },
  setup(_, { emit }) {
    const route = useRoute()
    const said = ref('')
    const leave = async () => {
      try {
        await signOut()
        dropAllDrafts()
        emit('left')
      } catch (error) {
        said.value = error instanceof Refused ? error.message : '没有退出，请再试一次。'
      }
    }
    watch(
      () => route.path,
      async () => {
        await nextTick()
        const main = document.getElementById('main')
        // A screen that is come back to stands where it was left.
        if (!main?.contains(document.activeElement)) main?.focus({ preventScroll: true })
      },
    )
    const me = () => session.me
    return () => (
      <div class="desk">
        <a class="skip" href="#main">
          跳到正文
        </a>
        <header class="desk-bar">
          <RouterLink to="/account" class="desk-brand">
            安澜
          </RouterLink>
          <DeskNav />
          <p class="desk-book">{me()?.books[0]?.name}</p>
          <p class="desk-me">
            <RouterLink to="/me">{me()?.name}</RouterLink>
            <span>{me()?.roles.map(dutyOf).join('；')}</span>
          </p>
          <KeyHelp />
          <button type="button" onClick={leave}>
            退出登录
          </button>
        </header>
        {said.value ? (
          <p class="said" role="alert">
            {said.value}
          </p>
        ) : null}
        {me()?.diskUsed ? (
          <p class="said" role="status">
            服务器的磁盘已用 {me()?.diskUsed}%，用到 95% 就不再收照片；请管理员腾出空间或换大一些的磁盘。
          </p>
        ) : null}
        <main id="main" tabindex="-1">
          <RouterView
            v-slots={{
              default: ({ Component, route: shown }: { Component: VNode | undefined; route: { path: string } }) => (
                <KeepAlive include={['DeskLedgerScreen']}>{Component && h(Component, { key: shown.path })}</KeepAlive>
              ),
            }}
          />
        </main>
      </div>
    )
  },
})
