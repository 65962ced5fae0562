import { computed, defineComponent, nextTick, onMounted, ref } from 'vue'
import { RouterLink } from 'vue-router'
import { allItems } from '../../../domain/catalogue/catalogue.ts'
import { searchItems } from '../../../domain/catalogue/search.ts'
import { sourceNames } from '../../../domain/hazard/state.ts'
import { siteChoices } from '../../../platform/web/case/step-choices.ts'
import type { Photo } from '../../../platform/web/photo-prepare.ts'
import { itemName, itemOf, reference, unitName } from '../../../platform/web/reference.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { dayFromNow } from '../../../platform/web/text/time.ts'
import { type Choice, ChoiceBox } from '../../../platform/web/ui/ChoiceBox.tsx'
import { DeskPhotoField } from '../../../platform/web/ui/DeskPhotoField.tsx'
import { DeskSimilar } from './DeskSimilar.tsx'
import { type DeskReport, emptyReport, useDeskReport } from './desk-report.ts'
import { ownCommunities } from './PlaceChooser.tsx'
import './desk-report.css'

/** 登记: a clerk writes down a call, a visit or a paper (代录), also of an earlier day (补录). */
export const DeskReportScreen = defineComponent({
  name: 'DeskReportScreen',
  setup() {
    const today = dayFromNow(0, new Date())
    const communities = ownCommunities()
    const only = communities.length === 1 ? (communities[0] ?? '') : ''
    const form = useDeskReport(emptyReport(only, 'resident', today), today)
    const { values, set } = form
    const box = ref<HTMLFormElement>()
    const earlier = computed(() => values.found !== '' && values.found < today)

    const findItem = (words: string): Choice[] => {
      const { catalogue } = reference
      if (!catalogue) return []
      const items = words ? searchItems(catalogue, words) : allItems(catalogue)
      return items.map(({ code, name }) => ({ value: code, label: name, hint: code }))
    }
    const chooseItem = (choice: Choice | null) => {
      if (!choice) return
      const said = values.description.trim()
      const own = said !== '' && said !== itemName(values.item)
      set({ item: choice.value, ...(own ? {} : { description: choice.label }) })
    }
    const chooseSite = (site: string) =>
      set({
        site,
        ...(values.place.trim() === '' || values.place === unitName(values.site) ? { place: unitName(site) } : {}),
      })
    const submit = async (event: Event) => {
      event.preventDefault()
      const done = await form.submit()
      await nextTick()
      const to = done ? '#report-item' : '[aria-invalid="true"]'
      box.value?.querySelector<HTMLElement>(to)?.focus()
    }
    onMounted(() => box.value?.querySelector<HTMLElement>('select, input')?.focus())

    const typed = (at: keyof DeskReport) => (event: Event) => set({ [at]: (event.target as HTMLInputElement).value })
    const attributes = (at: keyof DeskReport) => ({
      id: `report-${at}`,
      'aria-invalid': form.fault.value === at || undefined,
      value: values[at],
    })
    const field = (at: keyof DeskReport, label: string, control: unknown, hint?: string) => (
      <div class="field">
        <label for={`report-${at}`}>{label}</label>
        {control}
        {hint ? <span class="field-hint">{hint}</span> : null}
      </div>
    )
    const select = (at: keyof DeskReport, choices: readonly (readonly [string, string])[], take = typed(at)) => (
      <select {...attributes(at)} onChange={take}>
        {choices.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    )
    const text = (at: keyof DeskReport, max: number) => (
      <input type="text" maxlength={max} autocomplete="off" {...attributes(at)} onInput={typed(at)} />
    )
    const day = (at: keyof DeskReport) => (
      <input type="date" min="2000-01-01" max={today} {...attributes(at)} onInput={typed(at)} />
    )
    const photos = (id: string, label: string, list: typeof form.photos, hint?: string) => (
      <DeskPhotoField
        id={id}
        label={label}
        hint={hint}
        photos={list.value}
        onChange={(next: Photo[]) => (list.value = next)}
      />
    )
    const where = () => (
      <>
        {communities.length > 1
          ? field(
              'community',
              '社区',
              select(
                'community',
                [['', '请选择社区'] as const, ...communities.map((code) => [code, unitName(code)] as const)],
                (event) => set({ community: (event.target as HTMLSelectElement).value, site: '' }),
              ),
            )
          : null}
        {field(
          'site',
          '点位',
          select('site', siteChoices(values.community), (event) =>
            chooseSite((event.target as HTMLSelectElement).value),
          ),
        )}
        {field('place', '具体位置', text('place', 200), '例如 3 栋 2 单元门口')}
      </>
    )
    const what = () => (
      <>
        {field(
          'item',
          '检查项目',
          <ChoiceBox
            id="report-item"
            chosen={values.item ? itemName(values.item) : ''}
            find={findItem}
            placeholder="搜索：飞线、堵门、feixian、fx…"
            invalid={form.fault.value === 'item'}
            onChoose={chooseItem}
          />,
          itemOf(values.item) ? `看什么：${itemOf(values.item)?.look}` : undefined,
        )}
        {field(
          'description',
          '情况',
          <textarea rows={3} maxlength={2000} {...attributes('description')} onInput={typed('description')} />,
        )}
        {field('party', '整改责任主体（选填）', text('party', 200), '例如业主、商户、物业公司；不写反映人的姓名电话')}
      </>
    )
    const sources = Object.entries(sourceNames).filter(([code]) => code !== 'superior' || holdsRole('office'))
    const origin = () => (
      <>
        {field('source', '来源', select('source', sources))}
        {field('found', '发现日期', day('found'), '早于今天的算补录：台账所记的日期照样显示，期限和统计从登记之日起算')}
        {earlier.value ? field('reason', '补录原因', text('reason', 500)) : null}
      </>
    )
    const body = () => (
      <div class="report-grid">
        <form class="panel" novalidate ref={box} onSubmit={submit} aria-label="登记一条隐患">
          {form.recorded.value ? (
            <p class="done" role="status">
              已登记。<RouterLink to={`/case/${form.recorded.value}`}>看这条隐患</RouterLink>，或接着登记下一条。
            </p>
          ) : null}
          <div class="report-columns">
            <div>
              {where()}
              {what()}
            </div>
            <div>
              {origin()}
              {photos('report-photos', '隐患照片', form.photos)}
              {photos('report-papers', '书面材料或截图的照片', form.papers, '凭信函、登记本、聊天截图代录的，附上照片')}
              {form.papers.value.length > 0 ? field('paperOn', '书面材料上的日期', day('paperOn')) : null}
            </div>
          </div>
          {form.said.value ? (
            <p class="said" role="alert">
              {form.said.value}
            </p>
          ) : null}
          <button type="submit" disabled={form.busy.value !== ''}>
            {form.busy.value || (earlier.value ? '补录' : '登记')}
          </button>
        </form>
        <DeskSimilar report={values} />
      </div>
    )
    return () => (
      <div>
        <div class="report-head">
          <h1>登记一条隐患</h1>
          <span class="soft">来电、来访、书面材料由社区和街道专班代录，登记后待核实。</span>
        </div>
        {holdsRole('community', 'office') ? body() : <p class="panel">登记由社区两委和街道专班办理。</p>}
      </div>
    )
  },
})
