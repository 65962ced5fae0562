import { computed, defineComponent, ref } from 'vue'
import type { UnitKind } from '../../../domain/units/units.ts'
import { Refused } from '../../../platform/web/api.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { keeperCommand, sendCommands } from '../../../platform/web/commands.ts'
import { loadReference, reference } from '../../../platform/web/reference.ts'
import { readPasted } from './paste-units.ts'
import { freeCode } from './unit-tree.ts'

/** Commands that one request carries. */
const BATCH = 100

/** 批量添加: lines copied from the office's own sheet, each checked before anything is added. */
export const BulkAdd = defineComponent({
  name: 'BulkAdd',
  emits: { done: (_said: string) => true, cancel: () => true },
  setup(_, { emit }) {
    const kind = ref<UnitKind>('compound')
    const pasted = ref('')
    const said = ref('')
    const busy = ref(false)
    const communities = [...reference.units.values()].filter((unit) => unit.kind === 'community' && !unit.off)
    const lines = computed(() =>
      readPasted(
        pasted.value,
        communities,
        (community) =>
          new Set(
            [...reference.units.values()].filter((unit) => unit.parent === community && !unit.off).map((u) => u.name),
          ),
      ),
    )
    const good = computed(() => lines.value.filter((line) => line.said === ''))
    const add = async (event: Event) => {
      event.preventDefault()
      const taken = new Set(reference.units.keys())
      const commands = good.value.map(({ community, name }) => {
        const code = freeCode(kind.value, community, taken)
        taken.add(code)
        return keeperCommand('unit', 'found', { code, name, kind: kind.value, parent: community })
      })
      busy.value = true
      said.value = ''
      try {
        const results = []
        for (let i = 0; i < commands.length; i += BATCH)
          results.push(...(await sendCommands(commands.slice(i, i + BATCH))))
        const refused = results.filter(({ status }) => status === 'refused')
        await loadReference()
        if (refused.length === 0) emit('done', `已添加 ${commands.length} 个。`)
        else
          said.value = `${results.length - refused.length} 个已添加，${refused.length} 个没有：${refused[0]?.problem?.message ?? ''}`
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        said.value = error.message
      } finally {
        busy.value = false
      }
    }
    const faults = () => lines.value.filter((line) => line.said !== '')
    return () => (
      <form class="units-form panel" aria-label="批量添加" onSubmit={add}>
        <h2>批量添加网格或小区</h2>
        <div class="field">
          <label for="bulk-kind">类别</label>
          <select
            id="bulk-kind"
            value={kind.value}
            onChange={(event) => {
              kind.value = (event.target as HTMLSelectElement).value as UnitKind
            }}
          >
            <option value="compound">小区/院落</option>
            <option value="grid">网格</option>
          </select>
        </div>
        <div class="field">
          <label for="bulk-lines">每行一个：社区，名称（可从表格里复制两列粘贴）</label>
          <textarea
            id="bulk-lines"
            rows={8}
            v-model={pasted.value}
            placeholder={'华新街社区，示范新苑\n祥龙社区，龙腾家园'}
          />
        </div>
        <div role="status">
          {good.value.length > 0 ? (
            <p>
              可以添加 {good.value.length} 个：
              {good.value
                .slice(0, 5)
                .map(({ community, name }) => `${unitLabel(community)}${name}`)
                .join('、')}
              {good.value.length > 5 ? '…' : ''}，今天起启用。
            </p>
          ) : null}
          {faults().length > 0 ? (
            <ul class="units-faults">
              {faults().map(({ line, said: why }) => (
                <li key={line}>
                  第 {line} 行：{why}
                </li>
              ))}
            </ul>
          ) : null}
        </div>
        {said.value ? (
          <p class="said" role="alert">
            {said.value}
          </p>
        ) : null}
        <p class="units-buttons">
          <button type="submit" disabled={busy.value || good.value.length === 0}>
            {faults().length > 0 ? `只添加没有问题的 ${good.value.length} 个` : `添加 ${good.value.length} 个`}
          </button>
          <button type="button" class="plain" onClick={() => emit('cancel')}>
            取消
          </button>
        </p>
      </form>
    )
  },
})
