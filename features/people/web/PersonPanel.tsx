import { defineComponent, onMounted, type PropType, ref } from 'vue'
import type { Command } from '../../../domain/entry.ts'
import type { Role } from '../../../domain/units/roles.ts'
import { call, request } from '../../../platform/web/api.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import { getPerson, type PersonRow, type PersonView } from '../contract.ts'
import { ContactForm } from './ContactForm.tsx'
import { DeputyForm } from './DeputyForm.tsx'
import { DutyForm } from './DutyForm.tsx'
import { sayRefusal, takePersonStep } from './person-steps.ts'
import { nameOf, sayDuties, sayState, tellEntry } from './person-words.ts'
import { TurnedAway } from './TurnedAway.tsx'

/** One person: duties, stand-ins, contact, sign-in and devices, and who changed what when. */
export const PersonPanel = defineComponent({
  name: 'PersonPanel',
  props: {
    id: { type: String, required: true },
    people: { type: Array as PropType<PersonRow[]>, required: true },
    gives: { type: Array as PropType<Role[]>, required: true },
  },
  emits: { changed: () => true, link: (person: PersonRow) => person.id !== '', close: () => true },
  setup(props, { emit }) {
    const { data, said, load } = useLoad(() => call(getPerson, {}, { id: props.id }))
    const refused = ref('')
    const busy = ref(false)
    onMounted(load)
    const doing = async (work: () => Promise<unknown>) => {
      busy.value = true
      refused.value = ''
      try {
        await work()
        emit('changed')
      } catch (error) {
        refused.value = sayRefusal(error)
      }
      await load()
      busy.value = false
    }
    const take = (step: string, wish?: Command['data']) => doing(() => takePersonStep(step, props.id, wish))
    const version = (step: string) => data.value?.entries.filter((entry) => entry.step === step).length ?? 0
    const signIn = ({ person, devices }: PersonView) => (
      <section>
        <h3>登录和设备</h3>
        <p class="soft">
          {person.username ? `电脑用户名 ${person.username}。` : ''}
          {person.linkUntil ? `有一个链接还没打开，${sayInstant(person.linkUntil, new Date())}前有效。` : ''}
          {devices.length === 0 ? '没有绑定的设备。' : ''}
        </p>
        <ul class="people-list">
          {devices.map(({ id, label, shared, seenAt }) => (
            <li key={id}>
              <span>
                {label}
                {shared ? '（共用）' : ''}，上次使用 {sayInstant(seenAt, new Date())}
              </span>
              {person.guards ? (
                <button
                  type="button"
                  class="plain"
                  aria-label={`解除绑定：${label}`}
                  onClick={() => doing(() => request('DELETE', `/api/devices/${id}`))}
                >
                  解除绑定
                </button>
              ) : null}
            </li>
          ))}
        </ul>
        {person.guards ? (
          <p class="people-buttons">
            <button type="button" disabled={person.disabled || busy.value} onClick={() => emit('link', person)}>
              {devices.length > 0 || person.linkUntil ? '重新开登录链接' : '开登录链接'}
            </button>
            <button
              type="button"
              class="plain"
              disabled={busy.value}
              onClick={() => doing(() => request('DELETE', `/api/people/${person.id}/sessions`))}
            >
              全部退出登录
            </button>
            <button
              type="button"
              class="plain"
              disabled={busy.value}
              onClick={() => take(person.disabled ? 'enable' : 'disable')}
            >
              {person.disabled ? '启用' : '停用'}
            </button>
          </p>
        ) : null}
        {devices.length > 0 && person.guards ? (
          <p class="soft">重新开链接后，以前的链接和设备马上不能用；手机丢了就这样办。</p>
        ) : null}
      </section>
    )
    const keeping = (person: PersonRow) => (
      <>
        <section>
          <h3>职务</h3>
          <DutyForm
            key={`duties-${version('appoint')}`}
            duties={person.duties}
            gives={props.gives}
            busy={busy.value}
            onSave={(memberships) => take('appoint', { memberships })}
          />
        </section>
        <section>
          <h3>代理（AB岗）</h3>
          <DeputyForm
            person={person}
            people={props.people}
            busy={busy.value}
            onLend={(wish) => take('deputize', wish)}
            onEnd={(deputy) => take('undeputize', { deputy })}
          />
        </section>
        <section>
          <h3>姓名和电话</h3>
          <ContactForm
            key={`contact-${version('contact')}`}
            person={person}
            busy={busy.value}
            onSave={(wish) => take('contact', wish)}
            onRevealed={load}
          />
        </section>
      </>
    )
    const history = ({ entries }: PersonView) => (
      <section>
        <h3>变动记录</h3>
        <ol class="people-history">
          {[...entries].reverse().map((entry) => (
            <li key={entry.seq}>
              <span class="soft">{sayInstant(entry.at, new Date())}</span> {entry.by}
              {entry.behalf ? ` 代 ${entry.behalf}` : ''} {tellEntry(entry)}
            </li>
          ))}
        </ol>
      </section>
    )
    const shown = (view: PersonView) => (
      <>
        <p class="soft">
          {sayDuties(view.person.duties)}（{sayState(view.person)}）
        </p>
        {view.person.guards ? null : <p class="soft">您只能看，不能改这个人。</p>}
        {view.turnedAway.length > 0 ? <TurnedAway wishes={view.turnedAway} /> : null}
        {signIn(view)}
        {view.person.keeps ? keeping(view.person) : null}
        {history(view)}
      </>
    )
    return () => (
      <section class="panel person" aria-labelledby="person-heading">
        <div class="person-head">
          <h2 id="person-heading" tabindex="-1">
            {data.value ? nameOf(data.value.person) : '正在打开…'}
          </h2>
          <button type="button" class="plain" onClick={() => emit('close')}>
            关闭
          </button>
        </div>
        {refused.value || said.value ? (
          <p class="said" role="alert">
            {refused.value || said.value}
          </p>
        ) : null}
        {data.value ? shown(data.value) : null}
      </section>
    )
  },
})
