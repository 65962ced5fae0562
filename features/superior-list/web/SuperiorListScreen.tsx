import { defineComponent, nextTick, onMounted, ref, watch } from 'vue'
import { RouterLink } from 'vue-router'
import type { Photo } from '../../../platform/web/photo-prepare.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { DeskPhotoField } from '../../../platform/web/ui/DeskPhotoField.tsx'
import type { SuperiorList } from '../contract.ts'
import { ListPreview } from './ListPreview.tsx'
import { ListsBefore } from './ListsBefore.tsx'
import type { Field } from './list-table.ts'
import { useSuperiorLists } from './superior-lists.ts'
import './superior-list.css'

const example = `编号\t地点\t问题\t类别\t社区\t责任单位\t期限
1\t示范花园3栋\t楼道堆放杂物\t消防通道\t华新街社区\t华新街社区\t2026-12-20`

/** 上级问题清单: pasted by the office on the superior's behalf, judged row by row, and registered as one list. */
export const SuperiorListScreen = defineComponent({
  name: 'SuperiorListScreen',
  setup() {
    const lists = useSuperiorLists()
    const { list, form, photos, said, done, busy, judged, ready } = lists
    const box = ref<HTMLElement>()
    onMounted(list.load)
    watch(done, async (now) => {
      if (!now) return
      await nextTick()
      box.value?.querySelector<HTMLElement>('.list-done')?.focus()
    })
    const letter = () => (
      <div class="list-letter">
        <div class="field">
          <label for="list-name">
            清单名称<span class="field-required">（必填）</span>
          </label>
          <input
            id="list-name"
            maxlength={100}
            v-model={form.name}
            autocomplete="off"
            placeholder="来函的标题或文号"
            disabled={form.rows !== null}
          />
        </div>
        <div class="field">
          <label for="list-on">来函日期</label>
          <input id="list-on" type="date" max={lists.today} v-model={form.on} />
        </div>
        <DeskPhotoField
          id="list-photos"
          label="来函或清单原件的照片"
          required
          hint="作为书面材料附在每一条上"
          photos={photos.value}
          onChange={(taken: Photo[]) => {
            photos.value = taken
          }}
        />
      </div>
    )
    const paste = () => (
      <>
        <label for="list-paste">把清单（Excel、WPS 或 Word 表格）连同表头一起复制，粘贴到这里：</label>
        <textarea id="list-paste" rows={8} v-model={form.pasted} placeholder={example} />
        <p class="list-buttons">
          <button type="button" disabled={!form.pasted.trim()} onClick={lists.look}>
            看一遍再登记
          </button>
          <RouterLink to="/supervisions">回到督办</RouterLink>
        </p>
      </>
    )
    const preview = () => (
      <>
        <p role="status">
          共 {judged.value.length} 行：可登记 {ready.value.length} 条，要改 {judged.value.length - ready.value.length}{' '}
          行。登记后街道不能把它们列为“不列入”。
        </p>
        <p class="list-buttons">
          <button type="button" disabled={ready.value.length === 0 || busy.value !== ''} onClick={lists.send}>
            {busy.value || `登记这 ${ready.value.length} 条`}
          </button>
          <button
            type="button"
            class="plain"
            disabled={busy.value !== ''}
            onClick={() => {
              form.rows = null
            }}
          >
            重新粘贴
          </button>
        </p>
        <ListPreview
          judged={judged.value}
          onMend={(line: number, field: Field, value: string) => lists.mend(line, field, value)}
          onDrop={lists.drop}
        />
      </>
    )
    return () => (
      <div class="superior-list" ref={box}>
        <h1>上级问题清单</h1>
        {holdsRole('office') ? (
          <section class="panel" aria-label="登记清单">
            {letter()}
            {form.rows ? preview() : paste()}
          </section>
        ) : null}
        {said.value ? (
          <p class="said" role="alert">
            {said.value}
          </p>
        ) : null}
        {done.value ? (
          <p class="done list-done" role="status" tabindex={-1}>
            {done.value} <RouterLink to="/?source=superior">看上级督查的隐患</RouterLink>
          </p>
        ) : null}
        {list.said.value ? (
          <p class="said" role="alert">
            {list.said.value}
          </p>
        ) : null}
        {list.data.value ? (
          <ListsBefore
            lists={list.data.value.lists}
            busy={busy.value}
            onUndo={(one: SuperiorList, reason: string) => void lists.undo(one, reason)}
          />
        ) : null}
      </div>
    )
  },
})
