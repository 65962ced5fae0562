import type { FunctionalComponent } from 'vue'
import { RouterLink } from 'vue-router'
import { obstacleNames } from '../../../domain/hazard/obstacles.ts'
import { severityNames, sourceNames } from '../../../domain/hazard/state.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { sayBackfill, sayDetermined } from '../../../platform/web/case/entry-words.ts'
import { sayExtension, sayReceipt, sayRefused, sayTurns } from '../../../platform/web/case/legs.ts'
import { DueTag, StatusTag } from '../../../platform/web/case/tags.tsx'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { itemNameThen, unitName } from '../../../platform/web/reference.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'

type OfHazard = FunctionalComponent<{ hazard: HazardView }>

/** Where, in one line; a compound's name that the place begins with is not said twice. */
const whereOf = ({ community, site, place }: HazardView): string =>
  [unitName(community), place?.startsWith(unitName(site)) ? '' : unitName(site), place].filter(Boolean).join(' · ')

/** What it is, where, and how it stands. */
export const FieldCaseHead: OfHazard = ({ hazard }) => (
  <section class="box">
    <div class="case-top">
      <h2>{itemNameThen(hazard.item, hazard.reportedAt)}</h2>
      <StatusTag status={hazard.status} />
    </div>
    <p class="case-number">
      {hazard.number}
      {hazard.holder ? <DueTag due={hazard.due} mode={hazard.mode} status={hazard.status} /> : null}
    </p>
    <p class="case-place">{whereOf(hazard)}</p>
    <p class="case-description">{hazard.description ?? '文字已按规定删除。'}</p>
    {hazard.suspectedMajor || hazard.backfill || hazard.corrected ? (
      <p class="case-tags">
        {hazard.suspectedMajor ? <span class="tag tag-up">疑似重大</span> : null}
        {hazard.backfill ? <span class="tag tag-out">补录</span> : null}
        {hazard.corrected ? <span class="tag tag-out">更正过</span> : null}
      </p>
    ) : null}
    {Object.entries(hazard.plates ?? {}).map(([plate, { number, unit }]) => (
      <RouterLink key={plate} class="case-link" to={`/supervision/${plate}`}>
        挂牌督办 {number}，{unitLabel(unit)}牵头
      </RouterLink>
    ))}
    {hazard.proposedVoid ? <p class="hint">社区已提出不列入，等街道专班决定。</p> : null}
    {hazard.original ? (
      <RouterLink class="case-link" to={`/case/${hazard.original}`}>
        看原隐患
      </RouterLink>
    ) : null}
  </section>
)
FieldCaseHead.props = ['hazard']

const sayOpenReceipt = ({ legs }: HazardView): string => {
  const open = legs.find(({ to }) => to === null)
  return open ? sayReceipt(open, new Date()) : ''
}

/** Who put the work into the unit's hands: the work group's meeting, or a unit that ordered or asked. */
function sayHanded({ status, topic, legs }: HazardView): string | null {
  const leg = legs[legs.length - 1]
  if (status !== 'handling' || !leg || leg.by === leg.holder) return null
  if (topic) return '工作组会议决定'
  return `${unitLabel(leg.by)}${leg.mode === 'request' ? '商请' : '交办'}`
}

const sayParts = ({ parts }: HazardView): string =>
  Object.values(parts)
    .map(({ unit, done }) => `${unitLabel(unit)}（${done ? '已办结' : '未办结'}）`)
    .join('、')

const facts = (hazard: HazardView): [string, string | null][] => [
  ['等级', severityNames[hazard.severity]],
  ['消防判定', hazard.determined && sayDetermined(hazard.determined)],
  ['提请原因', hazard.obstacle && obstacleNames[hazard.obstacle]],
  ['责任单位', unitLabel(hazard.unit)],
  ['现在由谁办', unitLabel(hazard.holder)],
  ['退单', sayRefused(hazard)],
  ['由谁交办', sayHanded(hazard)],
  ['协办单位', sayParts(hazard)],
  ['签收', sayOpenReceipt(hazard)],
  ['申请延期', sayExtension(hazard)],
  [
    '延期',
    hazard.legs
      .filter(({ to }) => to === null)
      .flatMap(sayTurns)
      .join('；'),
  ],
  ['整改责任主体', hazard.party],
  ['来源', sourceNames[hazard.source]],
  ['上报时间', sayInstant(hazard.reportedAt, new Date())],
  ['台账所记', hazard.backfill && `${sayBackfill(hazard.backfill)}（补录，按上报时间计）`],
]

/** Who answers for it, who must act, and where it came from. */
export const FieldCaseFacts: OfHazard = ({ hazard }) => (
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
FieldCaseFacts.props = ['hazard']
