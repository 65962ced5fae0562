import { type Ref, ref } from 'vue'
import type { Command } from '../../../domain/entry.ts'
import { Refused, request } from '../../../platform/web/api.ts'
import { keeperCommand, sendCommand } from '../../../platform/web/commands.ts'
import { loadReference } from '../../../platform/web/reference.ts'
import type { Preview } from '../contract.ts'

export interface Change {
  preview: Ref<Preview | null>
  said: Ref<string>
  busy: Ref<boolean>
  /** Asks what the wish would do. */
  look(): Promise<void>
  /** Takes it; true once it is in the book. The same wish sent again after a lost answer is one. */
  take(): Promise<boolean>
  /** Something was typed: what was foretold holds no more. */
  touch(): void
}

/** A step of a unit that is first shown and then taken. `wish` gives what the form says now. */
export function useChange(wish: () => { stream: string; step: string; data: Command['data'] }): Change {
  const preview = ref<Preview | null>(null)
  const said = ref('')
  const busy = ref(false)
  let command: Command | null = null
  const trying = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    busy.value = true
    said.value = ''
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      said.value = error.message
      return undefined
    } finally {
      busy.value = false
    }
  }
  return {
    preview,
    said,
    busy,
    async look() {
      const { stream, step, data } = wish()
      command = keeperCommand('unit', step, data, stream)
      preview.value =
        ((await trying(() => request('POST', '/api/units/preview', { stream, step, data }))) as Preview) ?? null
    },
    async take() {
      const taken = await trying(async () => {
        if (command) await sendCommand(command)
        await loadReference()
        return true
      })
      return taken ?? false
    },
    touch() {
      preview.value = null
      command = null
    },
  }
}
