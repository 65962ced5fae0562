import type { FunctionalComponent } from 'vue'
import type { Parcel } from '../device-store.ts'
import { type ParcelState, parcelStateNames, stateOf } from '../post.ts'
import './parcel.css'

const signs: Record<ParcelState, string> = { waiting: '◷', sending: '↑', delivered: '✓', refused: '!' }

/** How far a wish has come: sign, word and colour. */
export const ParcelTag: FunctionalComponent<{ parcel: Parcel }> = ({ parcel }) => {
  const state = stateOf(parcel)
  return (
    <span class={`parcel-tag parcel-${state}`}>
      <span aria-hidden="true">{signs[state]}</span> {parcelStateNames[state]}
    </span>
  )
}
ParcelTag.props = ['parcel']
