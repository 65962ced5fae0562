import { defineComponent, nextTick, onMounted, ref, shallowRef } from 'vue'
import { RouterLink, useRoute, useRouter } from 'vue-router'
import type { CatalogueItem } from '../../../domain/catalogue/catalogue.ts'
import { hazardCommand, newId } from '../../../platform/web/commands.ts'
import { device } from '../../../platform/web/device-store.ts'
import { PhotoPicker } from '../../../platform/web/phone/PhotoPicker.tsx'
import {
  corrected,
  dropKept,
  findKept,
  findParcel,
  keep,
  photosInWork,
  putIntoPost,
} from '../../../platform/web/post.ts'
import { itemName, unitName } from '../../../platform/web/reference.ts'
import { askToPersist, estimateRoom, sayStorage, sayUnstored } from '../../../platform/web/storage.ts'
import { DescriptionFields } from './DescriptionFields.tsx'
import { HandlingChooser } from './HandlingChooser.tsx'
import { ItemChooser } from './ItemChooser.tsx'
import { ownCommunities, ownSites, PlaceChooser } from './PlaceChooser.tsx'
import { usePosition } from './position.ts'
import { ReportDone } from './ReportDone.tsx'
import {
  another,
  checkReport,
  draftOf,
  emptyDraft,
  isUntouched,
  type ReportDraft,
  reportData,
  withItem,
  withSite,
} from './report-draft.ts'
import { keepHabits, readHabits } from './report-habits.ts'
import { ScannedNotice } from './ScannedNotice.tsx'
import { SimilarStrip } from './SimilarStrip.tsx'
import './field-report.css'

const KEPT = 'report'

/** A fresh form, with the community of one's duty and the place of last time already set. */
function freshDraft(): ReportDraft {
  const communities = ownCommunities()
  const { community, site } = readHabits()
  const known = communities.includes(community) ? community : communities.length === 1 ? (communities[0] ?? '') : ''
  const draft = emptyDraft(known)
  const sites = ownSites(known)
  const usual = sites.includes(site) ? site : sites.length === 1 ? sites[0] : undefined
  return usual ? withSite(draft, usual, unitName(usual)) : draft
}

/** 拍照上报: photo, item, place, done. What is typed stays on the phone until it is sent. */
export const FieldReportScreen = defineComponent({
  name: 'FieldReportScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const fresh = freshDraft()
    const draft = shallowRef<ReportDraft>(fresh)
    const ready = ref(false)
    /** What is wrong with the phone's storage, said before anything is typed. */
    const storage = ref('')
    const said = ref('')
    const fault = ref('')
    const busy = ref(false)
    const sent = ref('')
    const clearing = ref(false)
    /** The compound of the printed code this page was opened by. */
    const scanned = ref('')
    const { position, words } = usePosition()

    const change = (next: ReportDraft) => {
      draft.value = next
      said.value = fault.value = ''
      clearing.value = false
      void keep(KEPT, next).catch(() => undefined)
    }
    const begin = async () => {
      void askToPersist()
      storage.value = await sayStorage(device, estimateRoom)
      const back = typeof route.query.from === 'string' ? findParcel(route.query.from) : undefined
      const kept = back ? draftOf(back.command) : await findKept<ReportDraft>(KEPT).catch(() => undefined)
      if (kept) draft.value = kept
      said.value = back?.said ?? ''
      if (!back && typeof route.query.site === 'string') scanned.value = route.query.site
      ready.value = true
    }
    onMounted(begin)

    const point = (at: string) =>
      void nextTick().then(() => document.getElementById(`at-${at}`)?.scrollIntoView({ block: 'center' }))
    const submit = async () => {
      if (busy.value || photosInWork.value > 0) return
      const missing = checkReport(draft.value)
      if (missing) {
        said.value = missing.said
        fault.value = missing.at
        point(missing.at)
        return
      }
      busy.value = true
      const { item, place, community, site, replaces } = draft.value
      const data = reportData(draft.value, position.value)
      const back = replaces ? findParcel(replaces) : undefined
      const command = back ? corrected(back.command, data) : hazardCommand('report', newId(), data)
      try {
        const parcel = await putIntoPost(
          { command, label: '拍照上报', about: `${itemName(item)} · ${place}` },
          replaces,
        )
        keepHabits(item, community, site)
        await dropKept(KEPT).catch(() => undefined)
        sent.value = parcel.id
        scanned.value = ''
        scrollTo(0, 0)
      } catch (error) {
        said.value = sayUnstored(error, '这个窗口存不下内容（多半是无痕模式），请换普通窗口打开后再提交。')
      } finally {
        busy.value = false
      }
    }
    const next = () => {
      draft.value = another(draft.value)
      sent.value = ''
      void router.replace('/report')
    }
    const clear = () => {
      if (!clearing.value) {
        clearing.value = true
        return
      }
      draft.value = fresh
      said.value = fault.value = scanned.value = ''
      clearing.value = false
      void dropKept(KEPT).catch(() => undefined)
    }
    const chooseItem = (item: CatalogueItem) => change(withItem(draft.value, item))
    const at = (name: string) => ({ id: `at-${name}`, class: ['box', { 'box-fault': fault.value === name }] })

    const form = () => (
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {scanned.value ? (
          <ScannedNotice
            code={scanned.value}
            draft={draft.value}
            onChange={change}
            onSettled={() => void router.replace('/report')}
          />
        ) : null}
        <section {...at('photos')}>
          <h2>照片</h2>
          <PhotoPicker
            label="隐患照片"
            large={draft.value.photos.length === 0}
            photos={draft.value.photos}
            onChange={(photos: string[]) => change({ ...draft.value, photos })}
          />
        </section>
        <section {...at('item')}>
          <h2>哪一项</h2>
          <ItemChooser item={draft.value.item} onChoose={chooseItem} />
        </section>
        <section {...at('place')}>
          <h2>在哪里{draft.value.community ? ` · ${unitName(draft.value.community)}` : ''}</h2>
          <PlaceChooser draft={draft.value} onChange={change} />
          <p class="hint">{words.value}</p>
        </section>
        <section {...at('description')}>
          <DescriptionFields draft={draft.value} onChange={change} />
        </section>
        <HandlingChooser draft={draft.value} onChange={change} />
        <div class="report-foot">
          {draft.value.replaces ? null : <SimilarStrip draft={draft.value} />}
          <p class="said" role="alert">
            {said.value}
          </p>
          <button
            type="submit"
            class="button button-main report-submit"
            disabled={busy.value || photosInWork.value > 0}
          >
            {photosInWork.value > 0 ? '正在处理照片…' : busy.value ? '正在存入…' : '提交'}
          </button>
        </div>
      </form>
    )
    return () => (
      <main class="screen">
        <header class="bar">
          <h1>拍照上报</h1>
          {sent.value ? (
            <RouterLink to="/" class="bar-button">
              回到待办
            </RouterLink>
          ) : isUntouched(draft.value, fresh) ? null : (
            <button type="button" class="bar-button" onClick={clear}>
              {clearing.value ? '确定清空？' : '清空重填'}
            </button>
          )}
        </header>
        {storage.value && !sent.value ? (
          <p class="notice" role="alert">
            {storage.value}
          </p>
        ) : null}
        {sent.value ? <ReportDone id={sent.value} onNext={next} /> : ready.value ? form() : null}
      </main>
    )
  },
})
