import { computed, defineComponent, reactive, ref } from 'vue'
import { RouterLink } from 'vue-router'
import { unitName } from '../../../platform/web/reference.ts'
import { SiteCode } from './SiteCode.tsx'
import { codeCommunities, compoundsOf, isOwnMachine, mayPrintCodes } from './site-codes.ts'
import './site-codes.css'

/** 小区二维码: the codes of a community's compounds, six to a page, to be cut apart and put on walls. */
export const SiteCodesScreen = defineComponent({
  name: 'SiteCodesScreen',
  setup() {
    const communities = codeCommunities()
    const community = ref(communities[0]?.code ?? '')
    /** Those that are not to be printed this time. */
    const left = reactive(new Set<string>())
    const sites = computed(() => compoundsOf(community.value))
    const count = computed(() => sites.value.filter(({ code }) => !left.has(code)).length)
    const print = () => globalThis.print()
    const choose = (code: string, chosen: boolean) => {
      if (chosen) left.delete(code)
      else left.add(code)
    }
    const whose = () =>
      communities.length > 1 ? (
        <>
          <label for="codes-community">社区</label>
          <select id="codes-community" v-model={community.value}>
            {communities.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </>
      ) : (
        <strong>{unitName(community.value)}</strong>
      )
    const sheet = () => (
      <>
        <p class="soft no-print">
          给网格员、志愿者、物业和院落党支部成员用：扫码打开拍照上报，小区已经选好；没有登录的先登录。一页 A4
          六张，剪开贴在楼道口、门岗。
        </p>
        {isOwnMachine() ? (
          <p class="said no-print" role="alert">
            您打开的是只有本机能用的地址，手机扫码打不开。请用手机也能打开的地址进来再打印。
          </p>
        ) : null}
        <p class="codes-tools no-print">
          {whose()}
          <button type="button" disabled={count.value === 0} onClick={print}>
            {count.value > 0 ? `打印这 ${count.value} 张` : '打印（先勾选）'}
          </button>
        </p>
        {sites.value.length === 0 ? (
          <p class="panel no-print">这个社区还没有小区、院落，请管理员在“单位”里添加。</p>
        ) : (
          <ul class="site-codes">
            {sites.value.map((site) => (
              <SiteCode
                key={site.code}
                site={site}
                community={community.value}
                chosen={!left.has(site.code)}
                onChoose={(chosen: boolean) => choose(site.code, chosen)}
              />
            ))}
          </ul>
        )}
      </>
    )
    return () => (
      <div class="codes">
        <div class="codes-head no-print">
          <h1>小区二维码</h1>
          <RouterLink to="/units">回到单位</RouterLink>
        </div>
        {mayPrintCodes() ? sheet() : <p class="panel">小区二维码由街道专班和社区两委打印。</p>}
      </div>
    )
  },
})
