import { computed, defineComponent, type PropType, ref } from 'vue'
import type * as z from 'zod/mini'
import { allItems, type Catalogue, findItem } from '../../../domain/catalogue/catalogue.ts'
import { catalogueChanges, headingChanges, type ItemChange } from '../../../domain/catalogue/changes.ts'
import { onBasis } from '../../../domain/catalogue/crosswalk.ts'
import type { Command } from '../../../domain/entry.ts'
import { Refused } from '../../../platform/web/api.ts'
import { keeperCommand, sendCommand } from '../../../platform/web/commands.ts'
import { dayFromNow, sayDay } from '../../../platform/web/text/time.ts'
import type { getCatalogueUse } from '../contract.ts'
import { catalogueOf, type Draft, missing } from './catalogue-draft.ts'

type Tallies = z.infer<typeof getCatalogueUse.response>['tallies']

/** What the draft changes, how many cases that touches, where dropped items go, and from which day it holds. */
export const PublishBox = defineComponent({
  name: 'PublishBox',
  props: {
    draft: { type: Object as PropType<Draft>, required: true },
    base: { type: Object as PropType<Catalogue>, required: true },
    published: { type: Array as PropType<Catalogue[]>, required: true },
    tallies: { type: Array as PropType<Tallies>, required: true },
  },
  emits: { change: (_draft: Draft) => true, published: (_said: string) => true, drop: () => true },
  setup(props, { emit }) {
    const said = ref('')
    const busy = ref(false)
    const asking = ref(false)
    let command: Command | null = null
    const next = computed(() => catalogueOf(props.draft))
    const changes = computed(() => catalogueChanges(props.base, next.value))
    const headings = computed(() => headingChanges(props.base, next.value))
    const openOf = (code: string) =>
      props.tallies.filter(({ item }) => item === code).reduce((sum, { open }) => sum + open, 0)
    const basis = computed(() => onBasis([...props.published, next.value], next.value, props.tallies))
    const whole = computed(() => props.tallies.reduce((sum, { n }) => sum + n, 0))
    const set = (more: Partial<Draft>) => {
      asking.value = false
      command = null
      emit('change', { ...props.draft, ...more })
    }
    const heir = (code: string, now: string) =>
      set({ crosswalk: { ...props.draft.crosswalk, [code]: now === 'none' ? null : now } })
    const publish = async () => {
      command ??= keeperCommand('catalogue', 'publish', next.value as unknown as Command['data'])
      busy.value = true
      said.value = ''
      try {
        await sendCommand(command)
        emit('published', `新版清单“${next.value.name}”已发布，${sayDay(next.value.from)}起启用。`)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        said.value = error.message
        if (error.status !== 0) command = null
      } finally {
        busy.value = false
      }
    }
    const crosswalk = ({ code }: ItemChange) => {
      const now = props.draft.crosswalk[code]
      return (
        <span>
          <label for={`heir-${code}`}>并入</label>{' '}
          <select
            id={`heir-${code}`}
            value={now === null ? 'none' : (now ?? '')}
            onChange={(event) => heir(code, (event.target as HTMLSelectElement).value)}
          >
            <option value="">请选择</option>
            {allItems(next.value).map((item) => (
              <option key={item.code} value={item.code}>
                {item.code} {item.name}
              </option>
            ))}
            <option value="none">不再列入（数字单列，不归到任何项目）</option>
          </select>
        </span>
      )
    }
    const line = (change: ItemChange) => (
      <tr key={change.code}>
        <th scope="row">
          {change.code} {change.name}
        </th>
        <td>{change.words.join('；')}</td>
        <td>{change.kind === 'dropped' ? crosswalk(change) : null}</td>
        <td class="catalogue-count">{change.kind === 'added' ? '—' : openOf(change.code)}</td>
      </tr>
    )
    const sums = () => {
      const listed = basis.value.rows.reduce((sum, { n }) => sum + n, 0)
      const { unlisted, city } = basis.value
      const rest = Object.keys(props.draft.crosswalk).some((code) => props.draft.crosswalk[code] === '')
      return (
        <p>
          两种口径对得上：旧清单排查 {whole.value} 条 = 新清单各项合计 {listed} + {rest ? '未写明去向或' : ''}不再列入{' '}
          {unlisted}； 其中上报市级 {city} 条，街道自定 {listed - city}{' '}
          条（市级报表注明“街道自定项不列入”）。已有隐患仍按上报时的项目和名称显示。
        </p>
      )
    }
    const foot = () => (
      <p class="catalogue-buttons">
        {asking.value ? (
          <button type="button" disabled={busy.value} onClick={publish}>
            确认：{sayDay(props.draft.from)}起启用新版清单
          </button>
        ) : (
          <button
            type="button"
            onClick={() => {
              said.value = missing(props.draft)
              asking.value = said.value === ''
            }}
          >
            发布
          </button>
        )}
        <button type="button" class="plain" onClick={() => emit('drop')}>
          放弃草稿
        </button>
      </p>
    )
    return () => (
      <section class="panel catalogue-publish" aria-labelledby="publish-heading">
        <h2 id="publish-heading">
          与“{props.base.name}”的差别（{changes.value.length + headings.value.length} 处）
        </h2>
        {headings.value.map((words) => (
          <p key={words}>{words}</p>
        ))}
        {changes.value.length > 0 ? (
          <table class="grid-table">
            <caption class="hidden-label">新旧两版的差别，每行一个项目</caption>
            <thead>
              <tr>
                <th scope="col">项目</th>
                <th scope="col">差别</th>
                <th scope="col">原有隐患归到</th>
                <th scope="col" class="catalogue-count">
                  涉及未销号
                </th>
              </tr>
            </thead>
            <tbody>{changes.value.map(line)}</tbody>
          </table>
        ) : (
          <p class="soft">还没有修改。点表中“修改”“停用”，或在类别后“加一项”。</p>
        )}
        {sums()}
        <div class="catalogue-day">
          <label for="draft-name">清单名称</label>
          <input
            id="draft-name"
            maxlength={100}
            value={props.draft.name}
            onInput={(event) => set({ name: (event.target as HTMLInputElement).value })}
          />
          <label for="draft-version">版本编号</label>
          <input
            id="draft-version"
            maxlength={40}
            value={props.draft.version}
            onInput={(event) => set({ version: (event.target as HTMLInputElement).value })}
          />
          <label for="draft-from">启用日期</label>
          <input
            id="draft-from"
            type="date"
            min={dayFromNow(1, new Date())}
            value={props.draft.from}
            onInput={(event) => set({ from: (event.target as HTMLInputElement).value })}
          />
        </div>
        {said.value ? (
          <p class="said" role="alert">
            {said.value}
          </p>
        ) : null}
        {foot()}
      </section>
    )
  },
})

/** Does the draft still follow the last version? */
export const followsLast = (draft: Draft, last: Catalogue): boolean =>
  draft.base === last.version && Object.keys(draft.crosswalk).every((code) => findItem(last, code))
