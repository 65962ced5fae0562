import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import { type CatalogueItem, findItem } from '../catalogue/catalogue.ts'
import { catalogueInForce } from '../catalogue/in-force.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import { code, day, optionalText, photos, text } from '../schema.ts'
import { offRefusal } from '../units/in-force.ts'
import { type Actor, holds, staffRoles, unitsAs } from '../units/roles.ts'
import { communityOf, levelOf, type Reference } from '../units/units.ts'
import { backfillData, checkBackfill, factsOf } from './backfill.ts'
import { dueDay, recheckLeg, verifyLeg, workLeg } from './deadlines.ts'
import { checkPaper, keptPaper, paperData } from './paper.ts'
import { isCommunityOf, isGridOf, mayReportAt, unitOf } from './rights.ts'
import { type HazardPatch, type Source, severities, sources } from './state.ts'
import { defineStep, type On, type Outcome, unproposed, words } from './step.ts'

const reportData = z.strictObject({
  community: code,
  item: code,
  place: text(200),
  description: text(2000),
  photos,
  site: z.optional(code),
  position: z.optional(
    z.strictObject({
      lon: z.number().check(z.gte(-180), z.lte(180)),
      lat: z.number().check(z.gte(-90), z.lte(90)),
      accuracy: z.number().check(z.gte(0), z.lte(1e6)),
    }),
  ),
  source: z.optional(z.enum(sources)),
  party: optionalText(200),
  suspectedMajor: z.optional(z.boolean()),
  backfill: z.optional(backfillData),
  paper: paperData,
  direct: z.optional(z.strictObject({ unit: code, due: z.optional(day) })),
  fixed: z.optional(z.strictObject({ note: text(2000), photos })),
})
type Report = z.infer<typeof reportData>

const sourceByRole: Partial<Record<string, Source>> = {
  grid: 'patrol',
  community: 'community',
  volunteer: 'volunteer',
  property: 'property',
  branch: 'branch',
  handler: 'department',
  superior: 'superior',
}

function sourceOf(given: Source | undefined, actor: Actor): Source | Problem {
  if (given === 'superior' && !holds(actor, 'superior') && !holds(actor, 'office'))
    return problem('report.superior-only')
  if (given) return given
  return actor.memberships.map((m) => sourceByRole[m.role]).find((source) => source !== undefined) ?? 'street'
}

/** A property or branch representative serves one compound; a report without a point is about that one. */
function siteOf(data: Report, actor: Actor, units: Reference['units']): string | null {
  if (data.site) return data.site
  const own = actor.memberships.find((m) => m.role === 'property' || m.role === 'branch')
  return own && communityOf(units, own.unit) === data.community ? own.unit : null
}

function checkReport(data: Report, site: string | null, source: Source, on: On): Problem | undefined {
  const { actor, reference } = on.context
  const community = reference.units.get(data.community)
  if (community?.kind !== 'community') return problem('unit.unknown', { field: 'community' })
  const off = offRefusal(reference.units, 'community', data.community) ?? offRefusal(reference.units, 'site', site)
  if (off) return off
  if (site && communityOf(reference.units, site) !== data.community) return problem('report.site')
  if (!mayReportAt(actor, data.community, site, reference.units)) return problem('report.place')
  if (source === 'superior' && data.backfill?.batch && !data.paper?.photos.length)
    return problem('report.superior-paper', { field: 'paper' })
  const recorded =
    checkPaper(data.paper, actor, data.community, on.context.now) ??
    (data.backfill && checkBackfill(data.backfill, data.community, on))
  if (recorded || data.backfill || (!data.direct && !data.fixed)) return recorded
  if (data.direct && data.fixed) return problem('report.both')
  if (!actor.memberships.some((m) => staffRoles.includes(m.role))) return problem('report.direct-staff')
  return data.fixed ? checkFixed(data, source) : undefined
}

function checkFixed(data: Report, source: Source): Problem | undefined {
  if (source === 'superior' || data.suspectedMajor) return problem('report.fixed-ordinary')
  if (data.photos.length === 0 || data.fixed?.photos.length === 0) return problem('report.fixed-photos')
  return undefined
}

/** A department's handler hands to his own; community-level staff inside their community; what is beyond is called up. */
export function mayHandTo(
  unit: string,
  community: string,
  actor: Actor,
  units: Reference['units'],
): Problem | undefined {
  const known = units.get(unit)
  const off = offRefusal(units, 'unit', unit)
  if (off) return off
  if (!known || known.kind === 'street' || known.kind === 'area') return problem('unit.unknown', { field: 'unit' })
  if (holds(actor, 'office') || unitsAs(actor, 'handler').includes(unit)) return undefined
  return communityOf(units, unit) === community ? undefined : problem('unit.not-yours')
}

/** 补录 of what the sheet calls fixed: nobody here fixed it, so somebody else than its recorder must look again. */
function openedFixed(data: Report, base: HazardPatch, on: On): Outcome | Problem {
  const { actor, reference, now } = on.context
  const unit = data.direct?.unit ?? data.community
  const refused = mayHandTo(unit, data.community, actor, reference.units)
  if (refused) return refused
  const by = unitOf(actor, data.community, reference.units)
  const level = levelOf(reference.units, unit)
  const street = level !== 'community' || base.severity === 'major' || base.suspectedMajor === true
  const fix: HazardPatch = { fixer: null, fixerUnit: unit, recorder: actor.person, after: data.fixed?.photos ?? [] }
  const leg = recheckLeg({ community: data.community, street }, by, reference, now)
  return { set: { ...base, ...fix, status: 'rectified', unit, level }, leg }
}

function opened(data: Report, item: CatalogueItem, base: HazardPatch, on: On): Outcome | Problem {
  const { actor, reference, now } = on.context
  if (data.backfill && data.fixed) return openedFixed(data, base, on)
  const by = unitOf(actor, data.community, reference.units)
  if (data.direct) {
    const refused = mayHandTo(data.direct.unit, data.community, actor, reference.units)
    if (refused) return refused
    const due = dueDay(data.direct.due, item.days, reference, now)
    if (isProblem(due)) return due
    const { unit } = data.direct
    const level = levelOf(reference.units, unit)
    return { set: { ...base, status: 'handling', unit, level }, leg: workLeg(unit, by, due, reference) }
  }
  if (data.fixed) {
    if (item.severity !== 'ordinary') return problem('report.fixed-ordinary')
    const fixer = { fixer: actor.person, fixerUnit: by, after: data.fixed.photos }
    const leg = recheckLeg({ community: data.community, street: false }, by, reference, now)
    return { set: { ...base, ...fixer, status: 'rectified', unit: data.community, level: 'community' }, leg }
  }
  const leg = verifyLeg(data.community, by, reference, now)
  return { set: { ...base, status: 'reported', unit: data.community, level: 'community' }, leg }
}

function reportWords(data: Report) {
  const sheet = words(data.backfill?.words ?? {})
  return words({
    place: data.place.trim(),
    description: data.description.trim(),
    party: data.party,
    position: data.position,
    note: data.fixed?.note,
    reason: data.backfill?.reason,
    sheet: Object.keys(sheet).length > 0 ? sheet : undefined,
  })
}

export const report = defineStep({
  step: 'report',
  label: '拍照上报',
  from: ['new'],
  who: '任何人在自己的范围内；直接交办和即查即改限工作人员；补录和代录限所在社区两委和街道专班',
  result: '待核实，由所在社区核实；直接交办的进入整改中；即查即改的、原台账写着已整改的补录进入已整改待复查',
  may: () => false,
  data: reportData,
  decide(data, _state, on) {
    const { actor, reference, now } = on.context
    const source = sourceOf(data.source, actor)
    if (isProblem(source)) return source
    const site = siteOf(data, actor, reference.units)
    const refused = checkReport(data, site, source, on)
    if (refused) return refused
    const catalogue = catalogueInForce(reference.catalogues, shanghaiDate(now))
    const item = catalogue && findItem(catalogue, data.item)
    if (!catalogue || !item) return problem('item.unknown', { field: 'item' })
    const severity = data.backfill?.severity ?? item.severity
    if (severities.indexOf(severity) < severities.indexOf(item.severity)) return problem('severity.lower')
    const { set: papers, more } = keptPaper(data.paper, null)
    const base: HazardPatch = {
      community: data.community,
      site,
      item: item.code,
      proof: item.proof,
      days: item.days,
      catalogue: catalogue.version,
      source,
      severity,
      suspectedMajor: data.suspectedMajor ?? false,
      ...(data.suspectedMajor ? { flagger: actor.person } : {}),
      reporter: actor.person,
      reporterUnit: unitOf(actor, data.community, reference.units),
      before: data.photos,
      parts: {},
      ...papers,
      ...(data.backfill ? { backfill: factsOf(data.backfill) } : {}),
    }
    const outcome = opened(data, item, base, on)
    if (isProblem(outcome)) return outcome
    const year = shanghaiDate(now).slice(0, 4)
    const number = `YH${year}-${String(on.context.next(`hazard-${year}`)).padStart(5, '0')}`
    return { ...outcome, set: { ...outcome.set, number }, text: reportWords(data), more }
  },
})

export const verify = defineStep({
  step: 'verify',
  label: '核实交办',
  from: ['reported'],
  who: '所在社区的网格员或社区两委',
  result: '整改中，由选定的单位整改；期限不填就按排查清单的工作日',
  may: (state, actor, { units }) => isCommunityOf(actor, state.community) || isGridOf(actor, state.community, units),
  data: z.strictObject({
    unit: code,
    due: z.optional(day),
    severity: z.optional(z.enum(severities)),
    party: optionalText(200),
    person: z.optional(z.uuid()),
  }),
  decide(data, state, on) {
    const { actor, reference, now } = on.context
    const refused = mayHandTo(data.unit, state.community, actor, reference.units)
    if (refused) return refused
    if (data.person && !reference.people.has(data.person)) return problem('person.unknown')
    const severity = data.severity ?? state.severity
    if (severities.indexOf(severity) < severities.indexOf(state.severity)) return problem('severity.lower')
    if (state.determined && severity !== state.severity) return problem('severity.determined')
    const due = dueDay(data.due, state.days, reference, now)
    if (isProblem(due)) return due
    const level = levelOf(reference.units, data.unit)
    const set: HazardPatch = {
      status: 'handling',
      unit: data.unit,
      level,
      severity,
      person: data.person ?? null,
      ...unproposed,
    }
    const by = unitOf(actor, state.community, reference.units)
    return { set, leg: workLeg(data.unit, by, due, reference), text: words({ party: data.party }) }
  },
})
