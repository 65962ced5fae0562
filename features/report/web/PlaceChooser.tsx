import { computed, defineComponent, type PropType, ref } from 'vue'
import { communityOf } from '../../../domain/units/units.ts'
import { answersTo } from '../../../platform/web/case/unit-words.ts'
import { UnitSelect } from '../../../platform/web/phone/UnitSelect.tsx'
import { reference, unitName } from '../../../platform/web/reference.ts'
import { session } from '../../../platform/web/session.ts'
import { type ReportDraft, withCommunity, withSite } from './report-draft.ts'
import { readHabits } from './report-habits.ts'

/** Communities the person may report in: those of his duties, or all of the sub-district. */
export function ownCommunities(): string[] {
  const roles = session.me?.roles ?? []
  const near = roles.map(({ unit }) => communityOf(reference.units, unit)).filter((code) => code !== undefined)
  if (near.length > 0) return [...new Set(near)]
  return [...reference.units.values()].filter(({ kind, off }) => kind === 'community' && !off).map(({ code }) => code)
}

/** Compounds the person may report at; a property or party-branch representative has only his own. */
export function ownSites(community: string): string[] {
  const roles = session.me?.roles ?? []
  const bound = roles.length > 0 && roles.every(({ role }) => role === 'property' || role === 'branch')
  if (bound) return roles.map(({ unit }) => unit)
  const inside = [...reference.units.values()].filter(
    ({ kind, code, off }) => kind === 'compound' && !off && communityOf(reference.units, code) === community,
  )
  return inside.map(({ code }) => code)
}

/** From so many compounds on one is looked for rather than seen. */
const MANY = 8

/** Where: the community of one's duty, a compound from its list, and a few words. */
export const PlaceChooser = defineComponent({
  name: 'PlaceChooser',
  props: { draft: { type: Object as PropType<ReportDraft>, required: true } },
  emits: { change: (_draft: ReportDraft) => true },
  setup(props, { emit }) {
    const communities = ownCommunities()
    const last = readHabits().site
    const typed = ref('')
    const answering = (codes: string[]) =>
      codes.filter((code) => {
        const unit = reference.units.get(code)
        return unit === undefined || answersTo(unit, typed.value)
      })
    const sites = computed(() => {
      const all = ownSites(props.draft.community)
      return all.includes(last) ? [last, ...all.filter((code) => code !== last)] : all
    })
    return () => (
      <div>
        {communities.length > 1 ? (
          <UnitSelect
            id="community"
            label="社区"
            units={communities.map((code) => reference.units.get(code)).filter((unit) => unit !== undefined)}
            value={props.draft.community}
            onChange={(code: string) => emit('change', withCommunity(props.draft, code))}
          />
        ) : null}
        {sites.value.length > MANY ? (
          <input
            type="search"
            v-model={typed.value}
            aria-label="查找点位"
            placeholder="查找点位：名称或拼音首字母"
            autocomplete="off"
          />
        ) : null}
        <fieldset class="chips report-chips" aria-label="点位">
          {answering(sites.value).map((code) => (
            <button
              key={code}
              type="button"
              class="chip"
              aria-pressed={props.draft.site === code}
              onClick={() => emit('change', withSite(props.draft, code, unitName(code)))}
            >
              {unitName(code)}
            </button>
          ))}
        </fieldset>
        <label class="label" for="place">
          具体位置
        </label>
        <input
          id="place"
          maxlength={200}
          value={props.draft.place}
          placeholder="例如 3 栋 2 单元门口"
          autocomplete="off"
          onInput={(event) =>
            emit('change', { ...props.draft, place: (event.target as HTMLInputElement).value, ownPlace: true })
          }
        />
      </div>
    )
  },
})
