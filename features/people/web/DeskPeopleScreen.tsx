import { computed, defineComponent, onMounted, ref } from 'vue'
import { call, request } from '../../../platform/web/api.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { type LinkView, listPeople, type PersonRow } from '../contract.ts'
import { type IssuedLink, LinkSheet } from './LinkSheet.tsx'
import { PeopleTable } from './PeopleTable.tsx'
import { PersonPanel } from './PersonPanel.tsx'
import { sayRefusal } from './person-steps.ts'
import { nameOf, wordsOf } from './person-words.ts'
import { RosterPanel } from './RosterPanel.tsx'
import './people.css'

/** 人员: the people one keeps, enrolled from a sheet, given their way in, stood in for, shut out. */
export const DeskPeopleScreen = defineComponent({
  name: 'DeskPeopleScreen',
  setup() {
    const { data, said, load } = useLoad(() => call(listPeople, {}))
    const typed = ref('')
    const enrolling = ref(false)
    const opened = ref('')
    const ticked = ref<ReadonlySet<string>>(new Set())
    const links = ref<IssuedLink[]>([])
    const progress = ref('')
    const refused = ref('')
    const sure = ref<PersonRow[] | null>(null)
    onMounted(load)

    const people = computed(() => data.value?.items ?? [])
    const found = computed(() => {
      const words = typed.value.trim().split(/\s+/)
      const fits = (person: PersonRow) => words.every((word) => wordsOf(person).includes(word))
      return people.value.filter((person) => fits(person) && (!person.retracted || typed.value.includes('撤销')))
    })
    const chosen = computed(() => people.value.filter(({ id }) => ticked.value.has(id)))

    const tick = (ids: string[], on: boolean) => {
      const next = new Set(ticked.value)
      for (const id of ids)
        if (on) next.add(id)
        else next.delete(id)
      ticked.value = next
    }
    const issue = async (whom: readonly PersonRow[]) => {
      sure.value = null
      refused.value = ''
      const made: IssuedLink[] = []
      for (const person of whom) {
        progress.value = `正在开链接 ${made.length + 1}/${whom.length}…`
        try {
          made.push({ person, view: (await request('POST', `/api/people/${person.id}/link`, {})) as LinkView })
        } catch (error) {
          refused.value = `${nameOf(person)}：${sayRefusal(error)}`
        }
      }
      progress.value = ''
      links.value = made
      if (made.length > 0) opened.value = ''
      ticked.value = new Set()
      await load()
    }
    /** Who has a way in already loses it by a new link: asked once, for all of them. */
    const ask = (whom: readonly PersonRow[]) => {
      const bound = whom.filter(({ devices, linkUntil }) => devices > 0 || linkUntil)
      if (bound.length === 0) void issue(whom)
      else sure.value = [...whom]
    }
    const warning = (whom: PersonRow[]) => {
      const bound = whom.filter(({ devices, linkUntil }) => devices > 0 || linkUntil)
      return (
        <div class="said" role="alert">
          <p>
            {bound.slice(0, 5).map(nameOf).join('、')}
            {bound.length > 5 ? ` 等 ${bound.length} 人` : ''}
            已有链接或设备。开了新链接，以前的链接和设备马上不能用。
          </p>
          <p class="people-buttons">
            <button type="button" onClick={() => issue(whom)}>
              照样开
            </button>
            <button
              type="button"
              class="plain"
              onClick={() => {
                sure.value = null
              }}
            >
              不开了
            </button>
          </p>
        </div>
      )
    }
    const empty = () => (
      <div class="panel">
        <p>还没有登记人员。</p>
        <p>按“登记人员”，把您现成的花名册（姓名、单位、职务、电话）从 Excel 或 WPS 里复制粘贴进来就行。</p>
      </div>
    )
    const tools = () => (
      <div class="people-tools no-print">
        <label for="people-search" class="hidden-label">
          查找人员
        </label>
        <input id="people-search" v-model={typed.value} placeholder="姓名、单位、职务、状态" />
        {data.value?.salt ? (
          <button
            type="button"
            aria-expanded={enrolling.value}
            onClick={() => {
              enrolling.value = !enrolling.value
            }}
          >
            登记人员
          </button>
        ) : null}
        <button
          type="button"
          class="plain"
          disabled={chosen.value.length === 0 || progress.value !== ''}
          onClick={() => ask(chosen.value)}
        >
          {progress.value ||
            (chosen.value.length > 0 ? `打印这 ${chosen.value.length} 位的登录链接` : '打印登录链接（先勾选）')}
        </button>
        <span class="soft" role="status">
          {data.value ? `${found.value.length} 人` : ''}
        </span>
      </div>
    )
    const list = () => (
      <div class={{ 'people-split': opened.value !== '', 'no-print': links.value.length > 0 }}>
        <div>
          {people.value.length === 0 ? (
            empty()
          ) : found.value.length === 0 ? (
            <p class="panel">没有找到这样的人员，换个词试试。</p>
          ) : (
            <PeopleTable
              people={found.value}
              ticked={ticked.value}
              open={opened.value}
              onTick={tick}
              onOpen={(id) => {
                opened.value = id
              }}
            />
          )}
        </div>
        {opened.value ? (
          <PersonPanel
            key={opened.value}
            id={opened.value}
            people={people.value}
            gives={data.value?.gives ?? []}
            onChanged={load}
            onLink={(person) => ask([person])}
            onClose={() => {
              opened.value = ''
            }}
          />
        ) : null}
      </div>
    )
    return () => (
      <div class="people-screen">
        <h1 class="no-print">人员</h1>
        {tools()}
        {said.value || refused.value ? (
          <p class="said" role="alert">
            {said.value || refused.value}
          </p>
        ) : null}
        {sure.value ? warning(sure.value) : null}
        {links.value.length > 0 ? (
          <LinkSheet
            links={links.value}
            onClose={() => {
              links.value = []
            }}
          />
        ) : null}
        {enrolling.value && data.value?.salt ? (
          <RosterPanel
            class="no-print"
            people={people.value}
            salt={data.value.salt}
            onChanged={load}
            onClose={() => {
              enrolling.value = false
            }}
          />
        ) : null}
        {data.value && !enrolling.value ? list() : null}
      </div>
    )
  },
})
