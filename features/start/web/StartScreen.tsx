import { defineComponent, onActivated, onMounted } from 'vue'
import { RouterLink } from 'vue-router'
import { call } from '../../../platform/web/api.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { getStart } from '../contract.ts'
import { type FirstStep, firstSteps, nextOf } from './first-steps.ts'
import './start.css'

/** 第一天: from an empty ledger to the first hazard struck off, each step ticked off by what the ledger holds. */
export const StartScreen = defineComponent({
  name: 'StartScreen',
  setup() {
    const start = useLoad(() => call(getStart, {}))
    onMounted(start.load)
    onActivated(start.load)
    const lead = () => {
      const now = start.data.value
      if (!now) return start.said.value ? '' : '正在看办到哪一步…'
      const next = nextOf(now)
      if (next) return `下一步：${next.title}`
      return now.cases ? '第一条隐患已经销号，可以正式用起来了。' : '人员已能登录，下面由他们来办。'
    }
    const item = (step: FirstStep, n: number) => {
      const now = start.data.value
      const done = now && step.done ? step.done(now) : null
      const state = done === null ? '' : done ? 'ticked' : 'open'
      const unseen = step.done ? '请用专班或社区的账号看' : '可以不做'
      const here = now !== null && nextOf(now) === step
      return (
        <li key={step.key} class={['first-step', state, { here }]} aria-current={here ? 'step' : undefined}>
          <h2>
            <span class="first-mark">{state === 'ticked' ? '✓' : n}</span>
            {step.title}
            <span class="first-state">{done === null ? (now ? unseen : '') : done ? '已办' : '还没办'}</span>
          </h2>
          <p class="soft">
            {step.who} · 约 {step.minutes} 分钟
          </p>
          <p>{step.how}</p>
          {now && step.told ? <p class="first-told">{step.told(now)}</p> : null}
          {step.to ? (
            <p>
              <RouterLink to={step.to}>{step.go}</RouterLink>
            </p>
          ) : null}
        </li>
      )
    }
    return () => (
      <div class="first">
        <div class="first-head">
          <h1>第一天</h1>
          <p role="status">{lead()}</p>
          <button type="button" class="plain" onClick={start.load}>
            刷新
          </button>
        </div>
        {start.said.value ? (
          <p class="said" role="alert">
            {start.said.value}
          </p>
        ) : null}
        <p class="soft">从空台账到第一条隐患销号，大约 15 分钟。办好一步，这里自动打勾。</p>
        <ol class="first-list">{firstSteps.map((step, i) => item(step, i + 1))}</ol>
        <p class="soft">
          手机地址：在本机地址后面加 <code>/m/</code>。发现人、整改人、复查人不能是同一个人，所以请至少登记三个人。
        </p>
      </div>
    )
  },
})
