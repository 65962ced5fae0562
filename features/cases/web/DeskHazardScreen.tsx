import { defineComponent, nextTick, onMounted, ref, shallowRef } from 'vue'
import { RouterLink, useRoute, useRouter } from 'vue-router'
import { severityNames } from '../../../domain/hazard/state.ts'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { call } from '../../../platform/web/api.ts'
import { DueTag, PlateTag, StatusTag } from '../../../platform/web/case/tags.tsx'
import { useLoad } from '../../../platform/web/load.ts'
import { itemNameThen } from '../../../platform/web/reference.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { useShortcuts } from '../../../platform/web/shortcuts.ts'
import { sayAsOf } from '../../../platform/web/text/as-of.ts'
import { getHazard } from '../contract.ts'
import { CaseLetters } from './CaseLetters.tsx'
import { DeskDuplicates } from './DeskDuplicates.tsx'
import { DeskFacts } from './DeskFacts.tsx'
import { DeskLegs } from './DeskLegs.tsx'
import { DeskPhotos } from './DeskPhotos.tsx'
import { DeskStepPanel } from './DeskStepPanel.tsx'
import { DeskTimeline } from './DeskTimeline.tsx'
import { receiveOpened, sayGone } from './desk-step.ts'
import './desk-hazard.css'

/** One hazard's whole life on a page, and what the reader may do about it now. */
export const DeskHazardScreen = defineComponent({
  name: 'DeskHazardScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const id = String(route.params.id)
    const came = typeof route.query.asOf === 'string' ? route.query.asOf : ''
    const done = ref('')
    /** What to say instead of the case when the own step took it out of sight. */
    const gone = ref('')
    /** What 并入这条 was pressed on. */
    const original = shallowRef<HazardRow>()
    const page = useLoad(() => call(getHazard, {}, { id }))
    onMounted(async () => {
      await page.load()
      if (page.data.value && (await receiveOpened(page.data.value))) await page.load()
    })
    const stepDone = async (step: string, label: string) => {
      done.value = `“${label}”已记入台账。`
      await page.load()
      if (page.code.value === 'case.not-found') {
        gone.value = sayGone(step, label)
        page.data.value = null
      }
      await nextTick()
      document.querySelector<HTMLElement>('#main .done')?.focus()
    }
    const back = () => {
      const last = (window.history.state as { back?: string | null } | null)?.back
      if (last && (last === '/' || last.startsWith('/?'))) router.back()
      else void router.push('/')
    }
    useShortcuts(() => [{ keys: ['Escape'], shown: 'Esc', label: '回到台账原来的位置', run: back }])
    const backButton = () => (
      <button type="button" class="plain" onClick={back}>
        ‹ 返回台账
      </button>
    )
    const failed = () => (
      <div class="panel">
        <h1>隐患详情</h1>
        <p class="said" role="alert">
          {page.said.value}
        </p>
        <button type="button" class="plain" onClick={page.load}>
          再试一次
        </button>{' '}
        {backButton()}
      </div>
    )
    const left = () => (
      <div class="panel">
        <h1>隐患详情</h1>
        <p class="done" role="status" tabindex={-1}>
          {gone.value}
        </p>
        <RouterLink to="/">回到台账</RouterLink>
      </div>
    )
    const body = () => {
      if (gone.value) return left()
      const shown = page.data.value
      if (!shown) return page.said.value ? failed() : <p class="soft">正在打开…</p>
      const { hazard, entries, available, reused } = shown
      return (
        <>
          <div class="case-head">
            {backButton()}
            <h1>
              <span class="case-number">{hazard.number}</span> {itemNameThen(hazard.item, hazard.reportedAt)}
            </h1>
            <StatusTag status={hazard.status} />
            <span class={`case-severity ledger-${hazard.severity}`}>{severityNames[hazard.severity]}隐患</span>
            {hazard.suspectedMajor ? <span class="tag tag-up">疑似重大</span> : null}
            {Object.entries(hazard.plates).map(([plate, { number }]) => (
              <RouterLink key={plate} to={`/supervisions?plate=${plate}`}>
                <PlateTag plates={number} />
              </RouterLink>
            ))}
            {hazard.backfill ? <span class="tag tag-out">补录</span> : null}
            {hazard.corrected ? <span class="tag tag-out">更正过</span> : null}
            {hazard.proposedVoid ? <span class="tag tag-up">社区提出不列入，待街道专班决定</span> : null}
            {hazard.holder ? <DueTag due={hazard.due} mode={hazard.mode} status={hazard.status} /> : null}
            {hazard.holder && holdsRole('leader', 'superior', 'office') ? (
              <RouterLink class="no-print" to={`/supervisions?hang=${hazard.id}`}>
                挂牌督办
              </RouterLink>
            ) : null}
          </div>
          {page.said.value ? (
            <p class="said" role="alert">
              {page.said.value}
            </p>
          ) : null}
          <div class="case-grid">
            <div class="case-main">
              <div class="panel case-top">
                <DeskFacts hazard={hazard} first={entries[0]} />
                <DeskPhotos hazard={hazard} entries={entries} reused={reused} />
              </div>
              <DeskTimeline entries={entries} />
            </div>
            <div class="case-side">
              {done.value ? (
                <p class="done" role="status" tabindex={-1}>
                  {done.value}
                </p>
              ) : null}
              <DeskStepPanel
                hazard={hazard}
                available={available}
                original={original.value}
                onDone={stepDone}
                onReload={page.load}
              />
              <DeskDuplicates
                hazard={hazard}
                mayMerge={available.some(({ step }) => step === 'void')}
                onMerge={(row: HazardRow) => (original.value = row)}
              />
              <CaseLetters hazard={hazard.id} frame="panel" />
              <DeskLegs hazard={hazard} />
            </div>
          </div>
        </>
      )
    }
    return () => (
      <div>
        {came && !Number.isNaN(Date.parse(came)) ? (
          <p class="case-came">您从截至 {sayAsOf(came)} 的台账来，本页是现在的情况。</p>
        ) : null}
        {body()}
      </div>
    )
  },
})
