import { defineComponent, nextTick, onMounted, ref, watch } from 'vue'
import { RouterLink } from 'vue-router'
import { holdsRole } from '../../../platform/web/session.ts'
import { PlateCard } from './PlateCard.tsx'
import { HangForm } from './PlateForms.tsx'
import { saySummary } from './supervision-words.ts'
import { useSupervisions } from './supervisions.ts'
import './supervisions.css'

/** 督办: the plates that hang and those that were taken down, who leads, and what is missing. */
export const SupervisionsScreen = defineComponent({
  name: 'SupervisionsScreen',
  setup() {
    const supervisions = useSupervisions()
    const { plates, one, lifted, shown, wanted, mayHang, done, data, said, load } = supervisions
    const box = ref<HTMLElement>()
    const focus = async (selector: string) => {
      await nextTick()
      box.value?.querySelector<HTMLElement>(selector)?.focus()
    }
    onMounted(load)
    watch(done, (now) => now && focus('.plates-done'))
    watch(wanted, (now) => {
      if (now === null && !done.value) void focus('.plate-new')
    })
    const count = (down: boolean) => plates.value.filter((plate) => (plate.lifted !== null) === down).length
    const tab = (down: boolean, name: string) => (
      <RouterLink
        to={{ path: '/supervisions', query: down ? { lifted: '1' } : {} }}
        class={{ here: !one.value && lifted.value === down }}
        aria-current={!one.value && lifted.value === down ? 'page' : undefined}
      >
        {name} {data.value ? count(down) : ''}
      </RouterLink>
    )
    const head = () => (
      <div class="plates-head">
        <h1>督办</h1>
        <nav aria-label="挂着的和摘下的">
          {tab(false, '督办中')}
          {tab(true, '已摘牌')}
        </nav>
        <p role="status">{data.value ? saySummary(plates.value, supervisions.today) : said.value ? '' : '正在打开…'}</p>
        {holdsRole('office', 'leader', 'superior', 'auditor') ? (
          <RouterLink to="/superior-list">上级问题清单</RouterLink>
        ) : null}
        {mayHang.value ? (
          <button
            type="button"
            class="plain plate-new"
            aria-expanded={wanted.value !== null}
            onClick={() => supervisions.open(wanted.value === null)}
          >
            挂牌督办
          </button>
        ) : null}
      </div>
    )
    const empty = () =>
      lifted.value
        ? '还没有摘下的牌。'
        : mayHang.value
          ? '现在没有挂着的牌。点“挂牌督办”，写出隐患编号、牵头单位、期限和要求。'
          : '没有要您牵头或在您范围内的挂牌督办。'
    return () => (
      <div class="plates" ref={box}>
        {head()}
        {said.value ? (
          <p class="said" role="alert">
            {said.value}{' '}
            <button type="button" class="plain" onClick={load}>
              再试一次
            </button>
          </p>
        ) : null}
        {done.value ? (
          <p class="done plates-done" role="status" tabindex={-1}>
            {done.value}
          </p>
        ) : null}
        {wanted.value && mayHang.value ? (
          <section class="panel" aria-label="挂牌">
            <h2>挂牌督办</h2>
            <HangForm
              key={wanted.value.join()}
              wanted={wanted.value}
              onDone={() => void supervisions.finish('已挂牌，牵头单位现在就能看到。')}
              onCancel={() => supervisions.open(false)}
            />
          </section>
        ) : null}
        {data.value && shown.value.length === 0 && !wanted.value ? <p class="panel">{empty()}</p> : null}
        {shown.value.map((plate) => (
          <PlateCard key={plate.id} plate={plate} supervisions={supervisions} />
        ))}
      </div>
    )
  },
})
