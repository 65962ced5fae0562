import { defineComponent, nextTick, ref } from 'vue'
import { useRouter } from 'vue-router'
import { type Role, roleNames } from '../../../domain/units/roles.ts'
import { Refused } from '../../../platform/web/api.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { forgetCopy, keepsNone, keptCopy } from '../../../platform/web/case-sync.ts'
import { ahead, sayClock } from '../../../platform/web/clock-skew.ts'
import { KEEP_DAYS, MOST_CASES, MOST_PHOTOS } from '../../../platform/web/kept-cases.ts'
import { UnsentFile } from '../../../platform/web/phone/UnsentFile.tsx'
import { countForms, leaveShared, post, unsettled } from '../../../platform/web/post.ts'
import { session, signOut } from '../../../platform/web/session.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import { deputyLines } from './deputy-words.ts'
import { MyDevices } from './MyDevices.tsx'
import { OfflineHelp } from './OfflineHelp.tsx'
import { TypeSizeChooser } from './TypeSizeChooser.tsx'
import './me.css'

/** 我的: who I am here and which duties I hold; signing out says first what has not arrived. */
export const FieldMeScreen = defineComponent({
  name: 'FieldMeScreen',
  setup() {
    const router = useRouter()
    const asking = ref(false)
    const said = ref('')
    const forms = ref(0)
    const warned = ref<HTMLElement>()
    const leave = async () => {
      forms.value = await countForms().catch(() => 0)
      if (unsettled.value + post.photos + forms.value > 0 && !asking.value) {
        asking.value = true
        await nextTick()
        warned.value?.scrollIntoView({ block: 'center' })
        return
      }
      try {
        await leaveShared().catch(() => undefined)
        await signOut()
        await forgetCopy()
        await router.replace('/')
      } catch (error) {
        said.value = error instanceof Refused ? error.message : '没有退出，请再试一次。'
      }
    }
    const sayCopy = () => {
      const none = keepsNone()
      if (none === 'shared') return '这是共用设备，不在本机保存隐患，没有信号时只能上报。'
      if (none === 'desk') return '您的职责能看到的隐患太多，不在手机上保存；没有信号时请等一等再看。'
      const held = keptCopy.at
        ? `本机存着 ${keptCopy.cases} 条未销号隐患、${keptCopy.photos} 张照片，${sayInstant(keptCopy.at, new Date())} 更新。`
        : '本机还没有存下隐患，连上网络后自动保存。'
      return `${held}最多存 ${MOST_CASES} 条、${MOST_PHOTOS} 张，只存您能看到的、未销号的，先存等您办的；${KEEP_DAYS} 天没有联网就不再显示，退出登录即清除。`
    }
    const sayUnsent = () => {
      const held = [
        unsettled.value > 0 ? `${unsettled.value} 件内容` : '',
        post.photos > 0 ? `${post.photos} 张照片` : '',
        forms.value > 0 ? `${forms.value} 份没填完的表` : '',
      ].filter(Boolean)
      const shared = session.me?.device?.shared
      const after = shared
        ? '这是共用设备：退出后它们加密留在这台设备上，别人看不到，也不会替您发送，只有您在这台设备登录后才能打开；您不一定再用它的，请先导出，在自己的手机上导入。'
        : '退出后它们留在这台手机上，别人看不到，您下次在这台手机登录时接着发送；要换手机的，请先导出。'
      return `还有 ${held.join('、')}没有送达。${after}`
    }
    const warning = () => (
      <div class="notice" role="alert" ref={warned}>
        <p>{sayUnsent()}</p>
        <button type="button" class="button" onClick={() => router.push('/outbox')}>
          先看发件箱
        </button>
        {session.me ? <UnsentFile owner={session.me} /> : null}
      </div>
    )
    return () => (
      <main class="screen">
        <header class="bar">
          <h1>我的</h1>
        </header>
        {sayClock(ahead.value) ? <p class="notice">{sayClock(ahead.value)}</p> : null}
        <section class="box">
          <h2>{session.me?.name}</h2>
          {session.me?.username ? <p class="hint">用户名 {session.me.username}</p> : null}
          <ul class="plain">
            {session.me?.roles.map(({ role, unit }) => (
              <li key={`${role}@${unit}`}>
                {unitLabel(unit)} · {roleNames[role as Role] ?? role}
              </li>
            ))}
          </ul>
          {deputyLines(session.me).map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p class="hint">{session.me?.books.map(({ name }) => name).join('、')}</p>
        </section>
        <TypeSizeChooser />
        <section class="box">
          <h2>没有信号时能看什么</h2>
          <p>{sayCopy()}</p>
        </section>
        <OfflineHelp />
        <MyDevices />
        {asking.value ? warning() : null}
        <p class="said" role="alert">
          {said.value}
        </p>
        <button type="button" class="button button-wide" onClick={leave}>
          {asking.value ? '仍然退出' : '退出登录'}
        </button>
      </main>
    )
  },
})
