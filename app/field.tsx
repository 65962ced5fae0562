import { createApp, defineComponent, h, KeepAlive, onMounted, ref, type VNode, watch } from 'vue'
import { createRouter, createWebHistory, RouterView } from 'vue-router'
import { looksOn, reports } from '../domain/hazard/rights.ts'
import { FieldTodoScreen } from '../features/cases/web/FieldTodoScreen.tsx'
import { Refused } from '../platform/web/api.ts'
import { closeCopy, openCopy } from '../platform/web/case-sync.ts'
import { catchLink, linkSecret } from '../platform/web/link-secret.ts'
import { NewVersion } from '../platform/web/phone/NewVersion.tsx'
import { PhoneSignIn } from '../platform/web/phone/PhoneSignIn.tsx'
import { recallTypeSize } from '../platform/web/phone/type-size.ts'
import { keepPhone, worker } from '../platform/web/phone/worker.ts'
import { closePost, openPost } from '../platform/web/post.ts'
import { loadReference } from '../platform/web/reference.ts'
import { recallAtStart, session } from '../platform/web/session.ts'
import { TabBar } from './field-tabs.tsx'
import '../platform/web/theme.css'
import './field.css'

recallTypeSize()
catchLink()

const screens = {
  report: async () => (await import('../features/report/web/FieldReportScreen.tsx')).FieldReportScreen,
  case: async () => (await import('../features/cases/web/FieldCaseScreen.tsx')).FieldCaseScreen,
  plate: async () => (await import('../features/supervision/web/FieldPlateScreen.tsx')).FieldPlateScreen,
  list: async () => (await import('../features/cases/web/FieldListScreen.tsx')).FieldListScreen,
  today: async () => (await import('../features/study/web/FieldTodayScreen.tsx')).FieldTodayScreen,
  outbox: async () => (await import('../features/sync/web/FieldOutboxScreen.tsx')).FieldOutboxScreen,
  me: async () => (await import('../features/session/web/FieldMeScreen.tsx')).FieldMeScreen,
}
/** How far down the list was when a case was opened from it. */
let listTop = 0

const router = createRouter({
  history: createWebHistory('/m/'),
  scrollBehavior: (to, from, saved) =>
    saved ?? { top: to.path === '/' && from.path.startsWith('/case/') ? listTop : 0 },
  routes: [
    { path: '/', component: FieldTodoScreen, meta: { title: '待办' } },
    { path: '/report', component: screens.report, meta: { title: '拍照上报' } },
    { path: '/case/:id', component: screens.case, meta: { title: '隐患' } },
    { path: '/supervision/:id', component: screens.plate, meta: { title: '督办' } },
    { path: '/list', component: screens.list, meta: { title: '隐患列表' } },
    { path: '/today', component: screens.today, meta: { title: '今日' } },
    { path: '/outbox', component: screens.outbox, meta: { title: '发件箱' } },
    { path: '/me', component: screens.me, meta: { title: '我的' } },
    { path: '/:rest(.*)', redirect: '/' },
  ],
})
/** Is this a screen for whose work the signed-in person has no duty? */
const isBarred = (path: string): boolean => path === '/report' && session.me !== null && !reports(session.me.roles)

/** Who only looks on has nothing to do in a list of what is to be done. */
const home = (): string => (looksOn(session.me?.roles ?? []) ? '/today' : '/')

router.beforeEach((_to, from) => {
  if (from.path === '/') listTop = scrollY
})
router.beforeResolve((to) => (isBarred(to.path) ? home() : true))
/** Why the screen that was asked for did not open; one that opens says so for itself. */
const lacking = ref('')
router.afterEach((to, _from, failed) => {
  if (!failed) lacking.value = ''
  document.title = `${to.meta.title ?? ''} · 安澜`
})

const RELOADED = 'anlan-reloaded'
const RELOAD_PAUSE = 30_000

/** A screen whose code is gone from the server (a new version runs there) is asked for with a fresh page, once. */
router.onError((_error, to) => {
  if (!navigator.onLine || Date.now() - Number(sessionStorage.getItem(RELOADED)) < RELOAD_PAUSE) {
    lacking.value = `“${to.meta.title}”还没有存到这台手机上，有信号时再点一次；已经填的、待发送的都还在。`
    return
  }
  sessionStorage.setItem(RELOADED, String(Date.now()))
  location.assign(`/m${to.fullPath}`)
})

/** Fetches the other screens as soon as the first one stands, so that they open in a basement too. */
function fetchScreens(): void {
  for (const screen of Object.values(screens)) void screen().catch(() => undefined)
  if (!globalThis.crypto?.subtle) void import('../platform/web/sha256-plain.ts').catch(() => undefined)
}

/** The screen of the address; the list stays alive behind the others, with its tab, its pages and its scroll. */
const shown = ({ Component, route }: { Component?: VNode; route: { path: string } }) =>
  h(KeepAlive, { include: FieldTodoScreen.name }, () => (Component ? h(Component, { key: route.path }) : null))

/** The phone: sign-in while nobody is, else the screen of the address; the address survives a sign-in. */
const Field = defineComponent({
  name: 'FieldApp',
  setup() {
    const asked = ref(false)
    /** Whose units and catalogue are at hand. */
    const entered = ref('')
    const said = ref('')
    const enter = async () => {
      const person = session.me?.person
      if (!person || entered.value === person) return
      said.value = ''
      try {
        await loadReference()
        await router.isReady().catch(() => undefined)
        const { path } = router.currentRoute.value
        if (isBarred(path) || (path === '/' && home() !== path)) await router.replace(home())
        entered.value = person
        setTimeout(fetchScreens, 500)
        openCopy()
      } catch (error) {
        said.value = error instanceof Refused ? error.message : '没有打开，请再试一次。'
      }
    }
    watch(
      () => session.me?.person,
      (person) => {
        said.value = ''
        if (person) openPost()
        else {
          closePost()
          closeCopy()
        }
        void enter()
      },
    )
    onMounted(async () => {
      await recallAtStart()
      asked.value = true
      setTimeout(keepPhone, 500)
    })
    return () => {
      if (said.value)
        return (
          <main class="opening">
            <h1>暂时打不开</h1>
            <p role="alert">{said.value}</p>
            <button type="button" class="button" onClick={enter}>
              再试一次
            </button>
          </main>
        )
      if (linkSecret.value || (asked.value && !session.me)) return <PhoneSignIn />
      if (!session.me || entered.value !== session.me.person) return <main class="opening">正在打开…</main>
      return (
        <div class={['field', { 'field-news': worker.newer }]}>
          {lacking.value ? (
            <p class="notice" role="alert">
              {lacking.value}
            </p>
          ) : null}
          <RouterView key={session.me.person} v-slots={{ default: shown }} />
          <NewVersion />
          <TabBar />
        </div>
      )
    }
  },
})

createApp(Field).use(router).mount('#app')
