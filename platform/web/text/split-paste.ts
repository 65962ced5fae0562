/** Cells of a pasted sheet: tabs and lines, quotes where a cell has a line break; without tabs commas or wide blanks. */
export function splitPaste(pasted: string): string[][] {
  const text = pasted.replace(/\r\n?/g, '\n')
  if (!text.includes('\t')) return text.split('\n').map((line) => line.trim().split(/\s*[,，;；]\s*|\s{2,}|\u3000+/))
  const rows: string[][] = [[]]
  const cell = /("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/y
  for (;;) {
    const [whole, value = '', end] = cell.exec(text) ?? ['', '', '']
    const quoted = value.length > 1 && value.startsWith('"') && value.endsWith('"')
    rows[rows.length - 1]?.push(quoted ? value.slice(1, -1).replace(/""/g, '"') : value)
    if (end === '\n') rows.push([])
    if (end === '' || (whole === '' && cell.lastIndex >= text.length)) return rows
  }
}
