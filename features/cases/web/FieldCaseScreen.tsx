import { computed, defineComponent, onMounted, ref, watch } from 'vue'
import { RouterLink, useRoute, useRouter } from 'vue-router'
import { severityNames, sourceNames } from '../../../domain/hazard/state.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { call } from '../../../platform/web/api.ts'
import { sayOthersTurn } from '../../../platform/web/case/step-form.ts'
import { DueTag, StatusTag } from '../../../platform/web/case/tags.tsx'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { Sheet } from '../../../platform/web/phone/Sheet.tsx'
import { findParcel, post } from '../../../platform/web/post.ts'
import { itemName, unitName } from '../../../platform/web/reference.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import { getHazard } from '../contract.ts'
import { FieldPhotos } from './FieldPhotos.tsx'
import { FieldStepSheet } from './FieldStepSheet.tsx'
import { FieldTimeline } from './FieldTimeline.tsx'
import './field-case.css'

/** Which of the steps one may take is the large button. */
const first = ['verify', 'rectify', 'close', 'send-back', 'assign', 'call-up', 'return', 'refuse', 'void', 'comment']
const rank = (step: string): number => (first.includes(step) ? first.indexOf(step) : first.length)

const facts = (hazard: HazardView): [string, string | null][] => [
  ['等级', severityNames[hazard.severity] + (hazard.suspectedMajor ? '（疑似重大）' : '')],
  ['责任单位', unitLabel(hazard.unit)],
  ['现由', unitLabel(hazard.holder)],
  ['整改责任主体', hazard.party],
  ['来源', sourceNames[hazard.source]],
  ['上报时间', sayInstant(hazard.reportedAt, new Date())],
]

/** Where, in one line; a compound's name that the place begins with is not said twice. */
const whereOf = ({ community, site, place }: HazardView): string =>
  [unitName(community), place?.startsWith(unitName(site)) ? '' : unitName(site), place].filter(Boolean).join(' · ')

/** A hazard: how it stands, how it looked and looks, what happened, and what I may do about it. */
export const FieldCaseScreen = defineComponent({
  name: 'FieldCaseScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const id = String(route.params.id)
    const { data, said, busy, load } = useLoad(() => call(getHazard, {}, { id }))
    const step = ref('')
    /** The open step's word; the page may meanwhile learn that the step is over. */
    const label = ref('')
    const from = ref('')
    const more = ref(false)
    const notice = ref('')
    const pending = computed(() =>
      post.parcels.filter((parcel) => parcel.command.stream === id && parcel.state !== 'delivered').reverse(),
    )
    const held = computed(() =>
      pending.value.find((parcel) => parcel.state === 'waiting' && parcel.command.step !== 'comment'),
    )
    const steps = computed(() => [...(data.value?.available ?? [])].sort((a, b) => rank(a.step) - rank(b.step)))
    const others = computed(() => (data.value ? sayOthersTurn(data.value.hazard, data.value.available) : ''))
    const labelOf = (name: string) => steps.value.find((one) => one.step === name)?.label ?? ''

    const open = (name: string) => {
      more.value = false
      from.value = ''
      step.value = name
      label.value = labelOf(name)
      notice.value = ''
    }
    onMounted(async () => {
      await load()
      const { step: wanted, from: back } = route.query
      if (typeof wanted !== 'string' || !data.value) return
      const parcel = typeof back === 'string' ? findParcel(back) : undefined
      void router.replace(`/case/${id}`)
      if (!labelOf(wanted)) {
        notice.value = `${parcel?.said ?? '这条隐患的状态变了。'}现在不能再办这一步，您写的内容还在发件箱里。`
        return
      }
      from.value = parcel?.id ?? ''
      step.value = wanted
      label.value = labelOf(wanted)
    })
    const delivered = computed(
      () => post.parcels.filter(({ command, state }) => command.stream === id && state === 'delivered').length,
    )
    watch(delivered, () => load())

    const close = () => {
      step.value = from.value = ''
    }
    const end = (words: string) => {
      close()
      notice.value = words
      scrollTo(0, 0)
    }
    const done = async () => {
      await load()
      end(`“${label.value}”已送达。`)
    }
    const latest = async () => {
      const wanted = step.value
      close()
      await load()
      notice.value = labelOf(wanted)
        ? `下面是最新情况。您写的“${label.value}”还在，仍要办就再点一次。`
        : `下面是最新情况，现在不用再办“${label.value}”。您写的内容在发件箱里。`
      scrollTo(0, 0)
    }

    const head = (hazard: HazardView) => (
      <section class="box">
        <div class="case-top">
          <h2>{itemName(hazard.item)}</h2>
          <StatusTag status={hazard.status} />
        </div>
        <p class="case-number">
          {hazard.number}
          {hazard.holder ? <DueTag due={hazard.due} mode={hazard.mode} /> : null}
        </p>
        <p class="case-place">{whereOf(hazard)}</p>
        <p class="case-description">{hazard.description ?? '文字已按规定删除。'}</p>
        {hazard.proposedVoid ? <p class="hint">社区已提出不列入，等街道专班决定。</p> : null}
        {hazard.original ? (
          <RouterLink class="case-link" to={`/case/${hazard.original}`}>
            看原隐患
          </RouterLink>
        ) : null}
      </section>
    )
    const factsBox = (hazard: HazardView) => (
      <section class="box">
        <h2>基本情况</h2>
        <dl class="case-facts">
          {facts(hazard)
            .filter(([, value]) => value)
            .map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </section>
    )
    const actions = () => {
      const [main, ...rest] = steps.value
      if (!main) return null
      return (
        <div class="case-actions">
          {others.value ? <p class="hint">{others.value}</p> : null}
          {held.value ? <p class="hint">“{held.value.label}”还没有送达，送达后再办下一步。</p> : null}
          <div class="case-buttons">
            {rest.length > 0 ? (
              <button
                type="button"
                class="button"
                onClick={() => {
                  more.value = true
                }}
              >
                更多
              </button>
            ) : null}
            <button
              type="button"
              class={['button', 'case-main', { 'button-main': main.step !== 'comment' }]}
              disabled={held.value !== undefined && main.step !== 'comment'}
              onClick={() => open(main.step)}
            >
              {main.label}
            </button>
          </div>
        </div>
      )
    }
    const choices = () => (
      <Sheet
        title="可以办理"
        onClose={() => {
          more.value = false
        }}
      >
        {steps.value.slice(1).map((one) => (
          <button
            key={one.step}
            type="button"
            class="button case-choice"
            disabled={held.value !== undefined && one.step !== 'comment'}
            onClick={() => open(one.step)}
          >
            {one.label}
          </button>
        ))}
      </Sheet>
    )
    const sheet = (hazard: HazardView) => (
      <FieldStepSheet
        key={`${step.value}:${from.value}`}
        step={step.value}
        label={label.value}
        hazard={hazard}
        from={from.value}
        onClose={close}
        onDone={done}
        onQueued={() => end('现在没有网络，已存入发件箱，有网络时自动发送。')}
        onLatest={latest}
      />
    )
    return () => (
      <main class="screen case">
        <header class="bar">
          <h1>隐患</h1>
          <RouterLink to="/" class="bar-button">
            回到待办
          </RouterLink>
        </header>
        {notice.value ? (
          <p class="notice" role="status">
            {notice.value}
          </p>
        ) : null}
        {said.value ? (
          <div class="notice" role="alert">
            <p>{said.value}</p>
            <button type="button" class="button" disabled={busy.value} onClick={load}>
              再试一次
            </button>
          </div>
        ) : null}
        {data.value ? (
          <>
            {head(data.value.hazard)}
            <FieldPhotos hazard={data.value.hazard} />
            {factsBox(data.value.hazard)}
            <FieldTimeline entries={data.value.entries} pending={pending.value} />
            {actions()}
            {more.value ? choices() : null}
            {step.value ? sheet(data.value.hazard) : null}
          </>
        ) : busy.value ? (
          <p class="empty">正在打开…</p>
        ) : null}
      </main>
    )
  },
})
