declare module 'linebreak' {
  /** Where lines may end in a text, by Unicode's rules (UAX 14). */
  export default class LineBreaker {
    constructor(text: string)
    /** The next place, as an index into the text; null after the last one. */
    nextBreak(): { position: number; required: boolean } | null
  }
}
