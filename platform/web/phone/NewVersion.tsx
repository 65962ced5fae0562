import type { FunctionalComponent } from 'vue'
import { photosInWork } from '../post.ts'
import { useNewer, worker } from './worker.ts'
import './new-version.css'

/** The step to a new version: nothing happens until it is tapped, and not while a photo is being made small. */
export const NewVersion: FunctionalComponent = () =>
  worker.newer ? (
    <button type="button" class="new-version" disabled={photosInWork.value > 0} onClick={useNewer}>
      有新版本，点这里更新（未发送的内容不会丢）
    </button>
  ) : null
