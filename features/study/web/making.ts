import { ref } from 'vue'
import { call } from '../../../platform/web/api.ts'
import { getMaking, type MakingView } from '../contract.ts'

/** How often is asked how far a paper is. ms */
const OFTEN = 400

const stageNames: Record<MakingView['stage'], string> = {
  checking: '正在核对用字和模板',
  filling: '正在填入模板',
  setting: '正在排版',
  printing: '正在生成 PDF',
  keeping: '正在存档',
}

/** What is being done with the paper, and at which page. */
export const sayMaking = ({ stage, page, pages }: MakingView): string =>
  pages > 0 ? `${stageNames[stage]}，第 ${page} 页，共 ${pages} 页` : stageNames[stage]

/** How far the paper under this id is, asked again and again while it is made. */
export function useMaking(id: string) {
  const making = ref<MakingView | null>(null)
  let turn = 0
  const follow = async <T>(make: () => Promise<T>): Promise<T> => {
    const own = ++turn
    const ask = async () => {
      // The first question may be early, the last late, and none answered: none is a fault.
      const answer = await call(getMaking, {}, { id }).catch(() => null)
      if (own === turn && answer?.making) making.value = answer.making
    }
    const timer = setInterval(ask, OFTEN)
    try {
      return await make()
    } finally {
      clearInterval(timer)
      turn += 1
      making.value = null
    }
  }
  return { making, follow }
}
