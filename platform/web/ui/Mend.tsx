import type { FunctionalComponent } from 'vue'
import './mend.css'

/** A fault of a pasted row: at which field, the sentence, and what it could be made instead. */
interface Fault {
  field: string
  say: string
  fix?: string
}

/** One cell of a pasted row that is to be mended. */
export const MendInput: FunctionalComponent<
  { line: number; name: string; wrong: boolean; value: string },
  { mend: (value: string) => void }
> = ({ line, name, wrong, value }, { emit }) => (
  <input
    aria-label={`第 ${line} 行${name}`}
    aria-invalid={wrong ? 'true' : undefined}
    value={value}
    onChange={(event) => emit('mend', (event.target as HTMLInputElement).value)}
  />
)
MendInput.props = ['line', 'name', 'wrong', 'value']
MendInput.emits = ['mend']

/** What is wrong with a pasted row, each with its mending where one is known, and the way to leave the row out. */
export const MendFaults: FunctionalComponent<
  { line: number; faults: readonly Fault[] },
  { mend: (field: string, value: string) => void; drop: () => void }
> = ({ line, faults }, { emit }) => [
  ...faults.map(({ field, say, fix }) => (
    <p key={say} class="mend-wrong">
      {say}
      {fix ? (
        <button type="button" class="plain" onClick={() => emit('mend', field, fix)}>
          改成“{fix}”
        </button>
      ) : null}
    </p>
  )),
  <button key="drop" type="button" class="plain" aria-label={`第 ${line} 行不登记`} onClick={() => emit('drop')}>
    不登记这一行
  </button>,
]
MendFaults.props = ['line', 'faults']
MendFaults.emits = ['mend', 'drop']
