/** What the office issues under a number. Each type has numbers of its own, gapless in a year. */
export const documentNames = {
  dossier: '分析研判资料',
  minutes: '工作组会议纪要',
  call: '呼叫函',
  press: '督办函',
} as const
export type DocumentType = keyof typeof documentNames
export const documentTypes = Object.keys(documentNames) as [DocumentType, ...DocumentType[]]

/** What a type names: topics; topics and the meeting that decided them; or cases that one unit handles, to which it goes. */
const named: Record<DocumentType, 'topics' | 'meeting' | 'cases'> = {
  dossier: 'topics',
  minutes: 'meeting',
  call: 'cases',
  press: 'cases',
}

export const isOfMeeting = (type: DocumentType): boolean => named[type] === 'meeting'
/** 函: to one unit, of cases that it handles. */
export const isLetter = (type: DocumentType): boolean => named[type] === 'cases'
/** A call goes out for what the street or those above must get done; a community's own overdue case may be pressed too. */
export const isAboveCommunity = (type: DocumentType): boolean => type === 'call'

/** Most cases of one letter: what one command can name. */
export const MAX_LETTER = 200
