import { defineComponent, nextTick, onBeforeUnmount, onMounted, type PropType, ref } from 'vue'
import { RouterLink } from 'vue-router'
import { daysBetween, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { photoUrl } from '../../../domain/photo.ts'
import { itemName, unitName } from '../../../platform/web/reference.ts'
import type { Recheck } from '../contract.ts'
import type { Mark } from './recheck-page.ts'

/** How much of a pair must stand between the bar above and the one below to count as seen. */
const ENOUGH = 0.75

/** One pair: both photos, what and where, who fixed it, and the two ways to set it aside. */
export const RecheckCard = defineComponent({
  name: 'RecheckCard',
  props: {
    pair: { type: Object as PropType<Recheck>, required: true },
    mark: { type: Object as PropType<Mark> },
    seen: Boolean,
    broken: Boolean,
    refused: String,
  },
  emits: {
    seen: () => true,
    broken: () => true,
    enlarge: () => true,
    mark: (mark: Mark | undefined) => mark === undefined || mark.kind !== undefined,
  },
  setup(props, { emit }) {
    const box = ref<HTMLElement>()
    const { before, after } = props.pair
    const wanted = new Set([before[0], after[0]].filter(Boolean))
    let open = 0
    let inSight = false
    const look = () => {
      if (inSight && open >= wanted.size) emit('seen')
    }
    const opened = () => {
      open += 1
      look()
    }
    const observer = new IntersectionObserver(
      (entries) => {
        inSight = entries.some(({ intersectionRatio }) => intersectionRatio >= ENOUGH)
        look()
      },
      { rootMargin: '-52px 0px -90px 0px', threshold: [0, ENOUGH] },
    )
    const photos = ref<HTMLElement>()
    onMounted(() => photos.value && observer.observe(photos.value))
    onBeforeUnmount(() => observer.disconnect())

    const back = () => photos.value?.focus()
    const toggleBad = async () => {
      if (props.mark?.kind === 'bad') return emit('mark', undefined)
      emit('mark', { kind: 'bad', reason: '' })
      await nextTick()
      box.value?.querySelector<HTMLElement>('.pair-reason input')?.focus()
    }
    const toggleSite = () => emit('mark', props.mark?.kind === 'site' ? undefined : { kind: 'site' })
    const confirm = (event: Event) => {
      event.preventDefault()
      back()
    }
    const days = () => daysBetween(shanghaiDate(props.pair.since), shanghaiDate(new Date().toISOString()))
    const shot = (hashes: string[], title: string) => (
      <span class="pair-shot">
        <img
          src={photoUrl(hashes[0] ?? '', 960)}
          alt={`${title}${hashes.length > 1 ? `，共 ${hashes.length} 张` : ''}`}
          onLoad={opened}
          onError={() => emit('broken')}
        />
        <span class="pair-title" aria-hidden="true">
          {title}
          {hashes.length > 1 ? ` 1/${hashes.length}` : ''}
        </span>
      </span>
    )
    const reason = () =>
      props.mark?.kind === 'bad' ? (
        <form class="pair-reason" onSubmit={confirm}>
          <input
            type="text"
            aria-label={`${props.pair.number} 哪里不合格`}
            placeholder="哪里不合格（必填）"
            maxlength={1000}
            value={props.mark.reason}
            onInput={(event) => emit('mark', { kind: 'bad', reason: (event.target as HTMLInputElement).value })}
            onKeydown={(event) => event.key === 'Escape' && back()}
          />
          <button type="submit" class="plain">
            好
          </button>
        </form>
      ) : null
    const state = () => {
      if (props.broken) return <span class="pair-state">照片打不开，不会销号</span>
      if (props.mark?.kind === 'site') return <span class="pair-state">留待现场</span>
      if (props.mark?.kind === 'bad') return <span class="pair-state">不合格，退回</span>
      return props.seen ? <span class="pair-seen">已看</span> : <span class="pair-state">还没看到</span>
    }
    return () => {
      const { pair } = props
      return (
        <li class={['pair', props.mark ? `pair-${props.mark.kind}` : '']} data-pair={pair.id} ref={box}>
          <button
            type="button"
            class="pair-photos"
            aria-label={`${pair.number} ${itemName(pair.item)}，放大比对照片`}
            ref={photos}
            onClick={() => emit('enlarge')}
          >
            {shot(before, '整改前')}
            {shot(after, '整改后')}
          </button>
          <p class="pair-line">
            <RouterLink to={`/case/${pair.id}`} tabindex={-1}>
              {pair.number}
            </RouterLink>{' '}
            <strong>{itemName(pair.item)}</strong> {unitName(pair.community)} {pair.place}
          </p>
          <p class="pair-line soft" title={pair.note ?? undefined}>
            等 {days()} 天 · {pair.fixedBy}：{pair.note ?? '（文字已清除）'}
          </p>
          {props.refused ? (
            <p class="said" role="alert">
              {props.refused}
            </p>
          ) : null}
          {reason()}
          <p class="pair-acts">
            <button type="button" class="plain" aria-pressed={props.mark?.kind === 'bad'} onClick={toggleBad}>
              不合格
            </button>
            <button type="button" class="plain" aria-pressed={props.mark?.kind === 'site'} onClick={toggleSite}>
              留待现场
            </button>
            {state()}
          </p>
        </li>
      )
    }
  },
})
