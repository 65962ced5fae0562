import type { FunctionalComponent } from 'vue'
import { setTypeSize, type TypeSize, typeSize, typeSizeNames } from '../../../platform/web/phone/type-size.ts'

/** 字号（长辈版）: three sizes, seen at once. */
export const TypeSizeChooser: FunctionalComponent = () => (
  <section class="box">
    <h2>字号（长辈版）</h2>
    <fieldset class="chips" aria-label="字号">
      {(Object.keys(typeSizeNames) as TypeSize[]).map((size) => (
        <button
          key={size}
          type="button"
          class={['chip', 'type-chip', `type-${size}`]}
          aria-pressed={typeSize.value === size}
          onClick={() => setTypeSize(size)}
        >
          {typeSizeNames[size]}
        </button>
      ))}
    </fieldset>
    <p class="hint">只改这台手机，退出登录也保留。</p>
  </section>
)
