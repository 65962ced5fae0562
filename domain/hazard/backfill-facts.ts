/** 补录: the days that the sheet names, and the batch it came with. They are shown, and nothing counts from them. */
export interface Backfill {
  found: string
  batch: string | null
  rectifiedOn: string | null
  closedOn: string | null
  dueOn: string | null
  status: 'open' | 'rectified' | 'closed' | null
  /** Row of the sheet, counted as the office counts it. */
  row: number | null
}
