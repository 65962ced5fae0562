import { defineComponent, onMounted, type PropType, ref } from 'vue'
import { reference, unitName } from '../../../platform/web/reference.ts'
import { ownCommunities, ownSites } from './PlaceChooser.tsx'
import type { ReportDraft } from './report-draft.ts'
import { findScanned, moveTo, readScan, type ScannedSite } from './scanned-site.ts'

const isOwn = ({ site, community }: ScannedSite): boolean =>
  ownCommunities().includes(community) && ownSites(community).includes(site)

/** What the code on a wall did to the form: the place is set, or it says why not, or asks before it moves a report. */
export const ScannedNotice = defineComponent({
  name: 'ScannedNotice',
  props: {
    /** The compound's code, as the address has it. */
    code: { type: String, required: true },
    draft: { type: Object as PropType<ReportDraft>, required: true },
  },
  emits: {
    change: (_draft: ReportDraft) => true,
    /** There is nothing left to ask: the address need not name the compound any more. */
    settled: () => true,
  },
  setup(props, { emit }) {
    const found = findScanned(reference.units, props.code)
    const site = found && isOwn(found) ? found : undefined
    const said = ref('')
    const asking = ref(false)
    const sayWhy = (chosen: string) => {
      const why = found ? `“${found.name}”不在您的上报范围内` : '没有找到二维码上的小区'
      return `${why}，${chosen ? '原来选的地点没有动' : '请自己选择在哪里'}。`
    }
    const settle = (words: string) => {
      said.value = words
      asking.value = false
      emit('settled')
    }
    const move = (to: ScannedSite) => {
      const kept = props.draft.ownPlace && props.draft.place.trim() ? '您写的具体位置没有动，请看一眼。' : ''
      emit('change', moveTo(props.draft, to))
      settle(`已改为“${to.name}”。${kept}`)
    }
    onMounted(() => {
      const { draft, ask } = readScan(props.draft, site)
      asking.value = ask
      if (ask) return
      if (draft !== props.draft) emit('change', draft)
      settle(site ? `已按二维码选好“${site.name}”。` : sayWhy(draft.site))
    })
    const question = (to: ScannedSite) => (
      <div class="notice" role="alert">
        <p class="scanned-words">
          您有一条没写完的上报，地点是“{unitName(props.draft.site || props.draft.community)}”，二维码是“{to.name}”。
        </p>
        <div class="scanned-buttons">
          <button type="button" class="button button-main" onClick={() => move(to)}>
            改为{to.name}
          </button>
          <button type="button" class="button" onClick={() => settle('没有改，接着写。')}>
            不改
          </button>
        </div>
      </div>
    )
    return () =>
      site && asking.value ? (
        question(site)
      ) : said.value ? (
        <p class="notice" role={site ? 'status' : 'alert'}>
          {said.value}
        </p>
      ) : null
  },
})
