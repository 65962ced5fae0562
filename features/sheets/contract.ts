import * as z from 'zod/mini'

/** Where a workbook is sent to be read into plain text: by whoever may bring people or hazards in. */
export const readSheetsPath = '/api/sheets/read'

/** Visible sheets in their order; a row's place in `rows` is its number less one, a cell's its column less one. */
export const sheetsRead = z.object({
  sheets: z.array(z.object({ name: z.string(), rows: z.array(z.array(z.string())) })),
})
