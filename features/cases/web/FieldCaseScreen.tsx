import { computed, defineComponent, onMounted, ref, shallowRef, watch } from 'vue'
import { RouterLink, useRoute, useRouter } from 'vue-router'
import { looksOn } from '../../../domain/hazard/rights.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { offered, sayOthersTurn } from '../../../platform/web/case/step-form.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { findParcel, post } from '../../../platform/web/post.ts'
import { session } from '../../../platform/web/session.ts'
import { CaseLetters } from './CaseLetters.tsx'
import { FieldCaseActions } from './FieldCaseActions.tsx'
import { FieldCaseFacts, FieldCaseHead } from './FieldCaseFacts.tsx'
import { FieldPhotos } from './FieldPhotos.tsx'
import { FieldStepSheet } from './FieldStepSheet.tsx'
import { FieldTimeline } from './FieldTimeline.tsx'
import { readCase, receiveOpened, sayKept } from './field-case.ts'
import { sayGone } from './field-words.ts'
import './field-case.css'

/** A hazard: how it stands, how it looked and looks, what happened, and what I may do about it. */
export const FieldCaseScreen = defineComponent({
  name: 'FieldCaseScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const id = String(route.params.id)
    const onlooker = looksOn(session.me?.roles ?? [])
    const { data, said, code, busy, load } = useLoad(() => readCase(id))
    const step = ref('')
    /** The open step's word; the page may meanwhile learn that the step is over. */
    const label = ref('')
    const from = ref('')
    const notice = ref('')
    const pending = computed(() =>
      post.parcels.filter((parcel) => parcel.command.stream === id && parcel.state !== 'delivered').reverse(),
    )
    const held = computed(() =>
      pending.value.find(
        (parcel) => parcel.state === 'waiting' && !['comment', 'receive'].includes(parcel.command.step),
      ),
    )
    const steps = computed(() => (data.value ? offered(data.value.available, data.value.hazard) : []))
    const others = computed(() => (data.value ? sayOthersTurn(data.value.hazard, data.value.available) : ''))
    const labelOf = (name: string) => steps.value.find((one) => one.step === name)?.label ?? ''

    const open = (name: string) => {
      from.value = ''
      step.value = name
      label.value = labelOf(name)
      notice.value = ''
    }
    onMounted(async () => {
      await load()
      if (data.value) void receiveOpened(data.value)
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
    /** The outbox as the case on screen knows it: a photo that has arrived is on its way until the case is read anew. */
    const onTheWay = shallowRef({ ...post })
    let reading = 0
    watch(
      () => [post.photos, post.line, post.parcels] as const,
      async ([now], [before]) => {
        if (now < before && (busy.value || data.value?.hazard.missing.length)) {
          reading += 1
          await load()
          reading -= 1
        }
        if (reading === 0) onTheWay.value = { ...post }
      },
    )

    const close = () => {
      step.value = from.value = ''
    }
    const gone = computed(() => (code.value === 'case.not-found' ? sayGone(post.parcels, id) : ''))
    watch(code, (now) => {
      if (now !== 'case.not-found') return
      data.value = null
      notice.value = ''
      close()
    })
    const end = (words: string) => {
      close()
      notice.value = words
      scrollTo(0, 0)
    }
    const done = async () => {
      await load()
      if (data.value) end(`“${label.value}”已送达。`)
    }
    const latest = async () => {
      const wanted = step.value
      close()
      await load()
      if (!data.value) return
      notice.value = labelOf(wanted)
        ? `下面是最新情况。您写的“${label.value}”还在，仍要办就再点一次。`
        : `下面是最新情况，现在不用再办“${label.value}”。您写的内容在发件箱里。`
      scrollTo(0, 0)
    }

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
          {onlooker ? (
            <RouterLink to="/today" class="bar-button">
              回到今日
            </RouterLink>
          ) : (
            <RouterLink to="/" class="bar-button">
              回到待办
            </RouterLink>
          )}
        </header>
        {notice.value ? (
          <p class="notice" role="status">
            {notice.value}
          </p>
        ) : null}
        {gone.value ? (
          <div class="notice" role="status">
            <p>{gone.value}</p>
            <RouterLink to="/" class="button">
              去看待办
            </RouterLink>
          </div>
        ) : said.value ? (
          <div class="notice" role="alert">
            <p>{said.value}</p>
            <button type="button" class="button" disabled={busy.value} onClick={load}>
              再试一次
            </button>
          </div>
        ) : null}
        {data.value?.keptAt ? (
          <p class="notice" role="status">
            {sayKept(data.value.keptAt, new Date())}
          </p>
        ) : null}
        {data.value ? (
          <>
            <FieldCaseHead hazard={data.value.hazard} />
            <FieldPhotos
              hazard={data.value.hazard}
              entries={data.value.entries}
              reused={data.value.reused}
              onTheWay={onTheWay.value}
            />
            <FieldCaseFacts hazard={data.value.hazard} />
            <CaseLetters hazard={id} frame="box" />
            <FieldTimeline entries={data.value.entries} pending={pending.value} />
            <FieldCaseActions steps={steps.value} held={held.value} others={others.value} onOpen={open} />
            {step.value ? sheet(data.value.hazard) : null}
          </>
        ) : busy.value ? (
          <p class="empty">正在打开…</p>
        ) : null}
      </main>
    )
  },
})
