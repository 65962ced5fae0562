import type { Level } from '../units/units.ts'
import type { Backfill } from './backfill-facts.ts'
import type { Lack, Obstacle } from './obstacles.ts'

/** Every hazard is in exactly one status; codes and order are fixed. */
export const statusNames = {
  reported: '待核实',
  handling: '整改中',
  rectified: '已整改待复查',
  called: '待研判',
  tabled: '待议决',
  parked: '缓办',
  referred: '已报上级',
  closed: '已销号',
  void: '不列入',
} as const
export type Status = keyof typeof statusNames
export const statuses = Object.keys(statusNames) as Status[]

export const severityNames = { ordinary: '一般', larger: '较大', major: '重大' } as const
export type Severity = keyof typeof severityNames
export const severities = Object.keys(severityNames) as [Severity, ...Severity[]]

export const sourceNames = {
  patrol: '网格巡查',
  community: '社区排查',
  volunteer: '志愿者反映',
  property: '物业反映',
  branch: '院落党支部反映',
  department: '部门检查',
  street: '街道检查',
  joint: '联合检查',
  meeting: '坝坝会',
  resident: '群众反映',
  superior: '上级督查',
} as const
export type Source = keyof typeof sourceNames
export const sources = Object.keys(sourceNames) as [Source, ...Source[]]

/** One stretch of a hazard's life in one holder's hands; legs follow each other without gap or overlap. */
export interface Leg {
  status: Status
  holder: string
  level: Level
  /** Unit that put it into the holder's hands; a refusal goes back there. */
  by: string
  mode: 'order' | 'request'
  /** Shanghai day by whose end the holder must have acted; null where no rule sets one. */
  due: string | null
  /** The due day rests on a year whose 调休 is not published yet. */
  provisional: boolean
  from: string
  to: string | null
  /** Step that ended the leg. */
  end: string | null
  /** 签收: when the holder's people first opened the case, or silence past the set time counted as that. */
  received: { at: string; how: Receipt } | null
  /** Its due day when it began; another than `due` once it was extended. */
  firstDue: string | null
  /** How often it was extended. */
  extended: number
  /** What the next assignment said of the refusal that ended it: right, so that it is not charged, or wrong. */
  refusal: Arbitration | null
}

export const receipts = ['opened', 'silence'] as const
export type Receipt = (typeof receipts)[number]

export const arbitrations = ['right', 'wrong'] as const
export type Arbitration = (typeof arbitrations)[number]

/** 延期申请: until which day, and whether it is for engineering works (工程类). */
interface Extension {
  due: string
  works: boolean
}

export type LegStart = Pick<Leg, 'holder' | 'by' | 'mode' | 'due' | 'provisional'>

/** A co-handling unit's share. Steps that fill it come with the call-up chain. */
export interface Part {
  unit: string
  mandatory: boolean
  done: boolean
}

/** 挂牌督办 as its case knows it: number, which level hung it, and who leads the work. */
interface Plate {
  number: string
  level: 'street' | 'superior'
  unit: string
}

/** Codes that an entry sets; fold assigns them and looks nothing up (law 7). */
export interface HazardPatch {
  number?: string
  status?: Status
  level?: Level
  unit?: string
  community?: string
  site?: string | null
  item?: string
  proof?: 'photo' | 'visit' | 'mediation'
  /** Default deadline of the item in working days, as the catalogue said when it was reported. */
  days?: number
  catalogue?: string
  source?: Source
  severity?: Severity
  suspectedMajor?: boolean
  /**
   * What the fire agency determined, and by which standard (domain/hazard/fire-standards.ts); null where it did not.
   * `before`: how grave it was until it was called major.
   */
  determined?: { result: 'major' | 'not'; standard: string; before?: Severity } | null
  /** Who called it 疑似重大 last; never the one who takes that back. */
  flagger?: string | null
  reporter?: string
  reporterUnit?: string
  fixer?: string | null
  fixerUnit?: string | null
  recorder?: string | null
  /** Named handler, if the community or office named one. */
  person?: string | null
  before?: string[]
  after?: string[]
  /** Photos of paper, receipts and screenshots from which a step was entered for somebody else (代录). */
  papers?: string[]
  /** What a sheet or a paper said before the case was in this book (补录): facts, never dates of the book. */
  backfill?: Backfill | null
  /** Somebody has corrected it (更正). */
  corrected?: boolean
  original?: string | null
  proposedVoid?: string | null
  /** Why the community called it up; null where it never did, did not say, or has it back. */
  obstacle?: Obstacle | null
  /** The topic in which it waits for the work group or was decided; null where it never did, or is studied anew. */
  topic?: string | null
  /** What its unit has asked for and nobody has answered yet. */
  extension?: Extension | null
  /** Who asked; never the one who answers. */
  asker?: string | null
  /** How often its day was put off. */
  extensions?: number
  parts?: Record<string, Part>
  /** The plates (挂牌督办) that hang on it, by their stream: who leads the work sees the case. */
  supervised?: Record<string, Plate>
  audience?: string[]
  /** For whom a deputy stands in one of these places: what he may not do, that person may not do either. */
  principals?: Partial<Record<PersonField, string>>
}

/** Fields that hold the person who did something which somebody else must check. */
export const personFields = ['reporter', 'fixer', 'recorder', 'flagger', 'proposedVoid', 'asker'] as const
export type PersonField = (typeof personFields)[number]

/** An entry that changed status or holder, and whose it was. */
export interface Turn {
  seq: number
  version: number
  actor: string
  step: string
  at: string
}

/** What taking back the last turn would put back (撤销); null once anything else has happened. */
export interface Undoable {
  seq: number
  step: string
  actor: string
  at: string
  /** The values its entry replaced. */
  set: HazardPatch
  legs: LegsDone
}

/** What an entry did to the legs: one began, the last one ended, or neither. */
export type LegsDone = 'began' | 'ended' | 'kept'

export interface HazardState extends Required<HazardPatch> {
  id: string
  version: number
  seq: number
  reportedAt: string
  /** The last turn: what makes everybody else's screen stale (law 10). */
  turned: Turn
  /** The last turn by somebody else than the maker of `turned`: what makes that maker's own screen stale. */
  turnedBefore: Turn | null
  undoable: Undoable | null
  legs: Leg[]
}

/** Data of a hazard's entry: the step's own codes, what it sets, and the leg it begins or ends. */
export interface HazardEntryData {
  set: HazardPatch
  leg?: LegStart
  /** The case leaves everybody's hands (closed, void). */
  ends?: true
  /** 代录: the paper it was entered from. Its day stands beside the entry's own. */
  paper?: { on: string; photos: string[] }
  /** 提请街道: the day of what was tried last. */
  triedOn?: string
  /** 退回社区: what the call-up lacks. */
  lack?: Lack
  /** 议决: by which topic, at which meeting, and how. */
  decidedBy?: { topic: string; meeting: string; kind: string }
  /** 挂牌督办: of which plate, and what was done with it. */
  supervision?: { id: string; what: 'hang' | 'plan' | 'note' | 'lift'; number: string }
  /** 更正: which of the list row's words this entry's text replaces. */
  words?: string[]
  /** 撤销: which entry it takes back. The leg that entry began falls away, the one before goes on. */
  undoes?: { seq: number; step: string; legs: LegsDone }
  /** The person for whom the entry's maker acted as deputy. */
  behalf?: string
  /** Units that gave way to others, old code to new: the leg goes on in the new one's hands, with its clock. */
  moved?: Record<string, string>
  /** The unit whose change moved the case. */
  cause?: string
  /** 签收: the open leg's holder has it. */
  received?: Receipt
  /** 准予延期: the open leg's new day. */
  extended?: { due: string; provisional: boolean }
  /** What an assignment after a 退单 says of it. */
  arbitration?: Arbitration
}

/** The numbers of the plates that hang on the case, as a list row has them; null where there is none. */
export const platesOf = ({ supervised }: Pick<HazardState, 'supervised'>): string | null =>
  Object.values(supervised)
    .map(({ number }) => number)
    .sort()
    .join(' ') || null

/** The open leg: who must act now and by when; undefined once closed or void. */
export const openLeg = (state: Pick<HazardState, 'legs'>): Leg | undefined => state.legs.find((leg) => leg.to === null)

/** The leg whose refusal the next assignment judges: the one before the open leg of whoever handed it out. */
export function refusedLeg<L extends Pick<Leg, 'end' | 'to'>>({ legs }: { legs: readonly L[] }): L | undefined {
  const last = legs[legs.length - 2]
  return last?.end === 'refuse' && legs[legs.length - 1]?.to === null ? last : undefined
}
