import { defineComponent, type PropType } from 'vue'
import { sayInstant } from '../../../platform/web/text/time.ts'
import type { LinkView, PersonRow } from '../contract.ts'
import { nameOf, sayDuties } from './person-words.ts'

export interface IssuedLink {
  person: PersonRow
  view: LinkView
}

/** Links to hand out, a card each: shown once, printed on one sheet, cut apart. */
export const LinkSheet = defineComponent({
  name: 'LinkSheet',
  props: { links: { type: Array as PropType<IssuedLink[]>, required: true } },
  emits: { close: () => true },
  setup(props, { emit }) {
    const print = () => globalThis.print()
    const card = ({ person, view }: IssuedLink) => (
      <li key={person.id} class="link-card">
        <img src={view.qr} alt={`${nameOf(person)}的登录二维码`} width={180} height={180} />
        <div>
          <p class="link-name">{nameOf(person)}</p>
          <p>{sayDuties(person.duties)}</p>
          <p>用微信或手机相机扫码，设六位密码即可。只能用一次，{sayInstant(view.expires, new Date())}前有效。</p>
          <p class="link-text no-print">
            手机：<a href={view.link}>{view.link}</a>
          </p>
          <p class="link-text no-print">
            电脑：<a href={view.desk}>{view.desk}</a>
          </p>
        </div>
      </li>
    )
    return () => (
      <section class="panel link-sheet" aria-labelledby="links-heading">
        <h2 id="links-heading">{props.links.length} 位的登录链接</h2>
        <p class="soft no-print">
          链接只在这里显示一次，关掉就看不到了。谁拿到链接谁就能登录，请当面给或发给本人，不要发到群里。
        </p>
        <p class="people-buttons no-print">
          <button type="button" onClick={print}>
            打印
          </button>
          <button type="button" class="plain" onClick={() => emit('close')}>
            关闭
          </button>
        </p>
        <ul class="link-cards">{props.links.map(card)}</ul>
      </section>
    )
  },
})
