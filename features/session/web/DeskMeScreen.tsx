import { defineComponent } from 'vue'
import { session } from '../../../platform/web/session.ts'
import { deputyLines, sayRole } from './deputy-words.ts'
import { MyDevices } from './MyDevices.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import './me.css'

/** 我的账号 at the desk: duties, stand-ins, password, devices. */
export const DeskMeScreen = defineComponent({
  name: 'DeskMeScreen',
  setup: () => () => (
    <div class="me">
      <h1>我的账号</h1>
      <section class="panel">
        <h2>{session.me?.name}</h2>
        <p class="soft">{session.me?.username ? `用户名 ${session.me.username}` : '用六位密码登录'}</p>
        <ul class="me-duties">
          {session.me?.roles.map((held) => (
            <li key={`${held.role}@${held.unit}`}>{sayRole(held)}</li>
          ))}
          {deputyLines(session.me).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p class="soft">职务和代理由管您的人设，自己不能改。</p>
      </section>
      {session.me?.username ? <PasswordForm /> : null}
      <MyDevices />
    </div>
  ),
})
