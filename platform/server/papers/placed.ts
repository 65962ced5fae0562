import type { RunStyle } from './model.ts'

interface PlacedText {
  text: string
  style: RunStyle
  x: number
  /** Where the characters stand, from the page's upper edge. */
  y: number
  gap: number
}

export interface Rule {
  x1: number
  y1: number
  x2: number
  y2: number
  width: number
  color: string
}

export interface Page {
  texts: PlacedText[]
  rules: Rule[]
}
