import { defineComponent, type PropType } from 'vue'
import { RouterLink } from 'vue-router'
import { obstacleNames } from '../../../domain/hazard/obstacles.ts'
import { sourceNames } from '../../../domain/hazard/state.ts'
import type { EntryView, HazardView } from '../../../domain/hazard/views.ts'
import { sayBackfill, sayDetermined } from '../../../platform/web/case/entry-words.ts'
import { sayExtension, sayRefused } from '../../../platform/web/case/legs.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { categoryNameThen, itemNameThen, unitName } from '../../../platform/web/reference.ts'
import { levelNames } from '../../../platform/web/text/names.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'

const proofNames = { photo: '照片', visit: '回访记录', mediation: '调解协议' } as const

function placeOf(hazard: HazardView): string {
  const site = unitName(hazard.site)
  const place = hazard.place ?? '（文字已清除）'
  return place.startsWith(site) ? place : `${site} ${place}`
}

function itemLine(hazard: HazardView): string {
  const category = categoryNameThen(hazard.item.split('.')[0] ?? '', hazard.reportedAt)
  return `${category} › ${hazard.item} ${itemNameThen(hazard.item, hazard.reportedAt)}`
}

function positionOf({ position }: HazardView): string {
  if (!position) return ''
  const { lon, lat, accuracy } = position
  return `东经 ${lon.toFixed(5)}，北纬 ${lat.toFixed(5)}（误差约 ${Math.round(accuracy)} 米）`
}

/** What is known of the hazard, as label and value. */
export const DeskFacts = defineComponent({
  name: 'DeskFacts',
  props: {
    hazard: { type: Object as PropType<HazardView>, required: true },
    first: { type: Object as PropType<EntryView> },
  },
  setup(props) {
    const line = (label: string, value: unknown) =>
      value ? (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value as string}</dd>
        </div>
      ) : null
    const parts = () =>
      Object.values(props.hazard.parts)
        .map(({ unit, done }) => `${unitLabel(unit)}${done ? '（已办）' : ''}`)
        .join('、')
    const original = () =>
      props.hazard.original ? <RouterLink to={`/case/${props.hazard.original}`}>查看原隐患</RouterLink> : null
    return () => {
      const { hazard, first } = props
      return (
        <section aria-labelledby="facts-heading">
          <h2 id="facts-heading">基本情况</h2>
          <p class="facts-words">{hazard.description ?? '（文字已清除）'}</p>
          <dl class="facts">
            {line('社区', unitName(hazard.community))}
            {line('位置', placeOf(hazard))}
            {line('检查项目', itemLine(hazard))}
            {line('来源', sourceNames[hazard.source])}
            {line('上报', first ? `${sayInstant(hazard.reportedAt, new Date())}，${first.actor.name}` : '')}
            {line('台账所记', hazard.backfill ? `${sayBackfill(hazard.backfill)}（补录，本系统按登记日计）` : '')}
            {line('层面', levelNames[hazard.level])}
            {line('消防判定', hazard.determined && sayDetermined(hazard.determined))}
            {line('提请原因', hazard.obstacle && obstacleNames[hazard.obstacle])}
            {line('责任单位', unitLabel(hazard.unit))}
            {line('现在由谁办', unitLabel(hazard.holder))}
            {line('退单', sayRefused(hazard))}
            {line('申请延期', sayExtension(hazard))}
            {line('协办单位', parts())}
            {line('整改责任主体', hazard.party)}
            {line('销号凭据', proofNames[hazard.proof])}
            {line('定位', positionOf(hazard))}
            {line('与之重复', original())}
          </dl>
        </section>
      )
    }
  },
})
