import { type Reactive, reactive, ref, shallowReactive } from 'vue'
import type { Command, Kind } from '../../domain/entry.ts'
import { Refused } from './api.ts'
import { checkStep, type StepValues, toStepData } from './case/step-data.ts'
import type { StepField } from './case/step-fields.ts'
import { keeperCommand, sendCommand } from './commands.ts'
import { dropDraft, findDraft, keepDraft } from './draft.ts'
import type { Photo } from './photo-prepare.ts'
import { uploadPhoto } from './photo-upload.ts'

interface Kept {
  /** Only what was typed: what the screen proposed is proposed anew. */
  typed: StepValues
  pending?: Command
}

interface KeeperWish {
  kind: Kind
  step: string
  data: Command['data']
  stream?: string
  /** Version of the stream on the screen. */
  seen?: number
}

const same = (one: Command, wish: KeeperWish): boolean =>
  one.step === wish.step &&
  one.seen === wish.seen &&
  (wish.stream === undefined || one.stream === wish.stream) &&
  JSON.stringify(one.data) === JSON.stringify(wish.data)

/** A command that got no answer goes again under its id as long as it says the same; a refused one is a new wish. */
export function openSender(kept?: Command, keep: (pending: Command | undefined) => void = () => undefined) {
  let pending = kept
  return async (wish: KeeperWish): Promise<void> => {
    const { kind, step, data, stream, seen } = wish
    if (!pending || !same(pending, wish))
      pending = { ...keeperCommand(kind, step, data, stream), ...(seen === undefined ? {} : { seen }) }
    keep(pending)
    try {
      await sendCommand(pending)
    } catch (error) {
      if (error instanceof Refused && error.status === 422) pending = undefined
      keep(pending)
      throw error
    }
  }
}

/** Runs one sending at a time; a refusal becomes the sentence under the form. */
export function useWork() {
  const said = ref('')
  const busy = ref(false)
  const run = async (work: () => Promise<boolean>): Promise<boolean> => {
    if (busy.value) return false
    busy.value = true
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      said.value = error.message
      return false
    } finally {
      busy.value = false
    }
  }
  return { said, busy, run }
}

/** A form of plain fields: what was typed under `name` survives a refusal, another page and a reload. */
export function useRoomForm(name: string, fields: readonly StepField[], start: StepValues = {}) {
  const kept = findDraft<Kept>(name)
  const typed: StepValues = { ...kept?.typed }
  const values: Reactive<StepValues> = reactive({ ...start, ...typed })
  const fault = ref('')
  /** Photos chosen for a field, by its name; they are sent before the command that names them. */
  const shots = shallowReactive<Record<string, readonly Photo[]>>({})
  const { said, busy, run } = useWork()
  const send = openSender(kept?.pending, (pending) => keepDraft(name, { typed, pending } satisfies Kept))
  const set = (field: string, value: StepValues[string]) => {
    values[field] = typed[field] = value
    if (fault.value === field) said.value = fault.value = ''
    keepDraft(name, { typed } satisfies Kept)
  }
  const setShots = (field: string, photos: readonly Photo[]) => {
    shots[field] = photos
    values[field] = photos.map(({ sha256 }) => sha256)
    if (fault.value === field) said.value = fault.value = ''
  }
  /** True once `work` has done it; the form then forgets what was typed. */
  const submit = async (
    work: (data: Command['data'], send: (wish: KeeperWish) => Promise<void>) => Promise<boolean>,
  ) => {
    const found = checkStep(fields, values)
    fault.value = found?.field ?? ''
    said.value = found?.said ?? ''
    if (found) return false
    const done = await run(async () => {
      for (const photo of Object.values(shots).flat()) await uploadPhoto(photo)
      return work(toStepData(fields, values), send)
    })
    if (done) dropDraft(name)
    return done
  }
  return { name, fields, values, shots, fault, said, busy, set, setShots, submit }
}
export type RoomFormState = ReturnType<typeof useRoomForm>
