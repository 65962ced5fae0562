import { defineComponent } from 'vue'
import { RouterLink } from 'vue-router'

/** An address that leads nowhere says so and leads back. */
export const NoScreen = defineComponent({
  name: 'NoScreen',
  setup: () => () => (
    <div class="page">
      <h1>没有这一页</h1>
      <p>地址可能输错了。</p>
      <p>
        <RouterLink to="/">回到台账</RouterLink>
      </p>
    </div>
  ),
})
