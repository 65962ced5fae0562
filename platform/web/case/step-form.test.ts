import { expect, test } from 'vitest'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { fieldsOn, isQuiet, offered, sayOthersTurn } from './step-form.ts'

const asked = (step: string, proof: HazardView['proof']) =>
  fieldsOn(step, { proof, missing: [] as string[], backfill: null, parts: {} } as HazardView).map(
    ({ name, label, hint }) => ({
      name,
      label,
      hint,
    }),
  )
const fresh = { legs: [] }
const labels = (step: string, proof: HazardView['proof']) => asked(step, proof).map(({ label }) => label)
const photoHint = (step: string, proof: HazardView['proof']) =>
  asked(step, proof).find(({ name }) => name === 'photos')?.hint

test('a dispute is asked how it was 化解 and what the 回访 found, any other hazard of 整改 and 复查', () => {
  expect(labels('rectify', 'mediation')).toEqual(['怎样化解的', '化解凭据（照片）'])
  expect(labels('close', 'mediation')).toEqual(['回访情况', '回访照片'])
  expect(labels('rectify', 'visit')).toEqual(['怎样整改的', '整改后照片'])
  expect(labels('close', 'photo')).toEqual(['复查意见', '复查照片'])
})

test('only what is closed on photos asks for them', () => {
  for (const step of ['rectify', 'close']) {
    expect(photoHint(step, 'photo')).toBe('这类隐患凭照片销号，请附照片')
    expect(photoHint(step, 'visit')).toBeUndefined()
    expect(photoHint(step, 'mediation')).toBeUndefined()
  }
})

test('a case that nobody has seen is called up with a photo, unless it is a dispute', () => {
  const mustHave = (proof: HazardView['proof'], before: string[]) =>
    fieldsOn('call-up', { proof, before, missing: [] as string[], parts: {} } as unknown as HazardView)
      .filter(({ required }) => required)
      .map(({ name }) => name)
  expect(mustHave('photo', [])).toContain('photos')
  expect(mustHave('photo', ['a'.repeat(64)])).not.toContain('photos')
  expect(mustHave('mediation', [])).not.toContain('photos')
})

test('rectifying for another unit is called 代录 and is never the first button', () => {
  const available = ['flag', 'void', 'comment', 'undo', 'assign'].map((step) => ({ step, label: step }))
  const buttons = offered([...available, { step: 'rectify', label: '代录整改反馈' }], fresh)
  expect(buttons.map(({ step }) => step)).toEqual(['assign', 'rectify', 'undo', 'comment', 'void', 'flag'])
})

test('leaving a case out of the account is nobody’s first, highlighted button', () => {
  const available = ['void', 'flag', 'correct', 'comment'].map((step) => ({ step, label: step }))
  expect(offered(available, fresh)[0]?.step).toBe('comment')
  expect(isQuiet('void')).toBe(true)
})

test('what a unit refused is first of all handed to another', () => {
  const available = ['rectify', 'assign', 'comment'].map((step) => ({ step, label: step }))
  const refused = {
    legs: [
      { end: 'refuse', to: 'x' },
      { end: null, to: null },
    ],
  } as unknown as HazardView
  expect(offered(available, fresh)[0]?.step).toBe('rectify')
  expect(offered(available, refused)[0]?.step).toBe('assign')
})

test('a case that lies with the work group says so instead of offering nothing', () => {
  const said = (status: HazardView['status']) => sayOthersTurn({ status } as HazardView, [])
  expect(said('tabled')).toBe('已列入议题，由工作组会议决定怎样办。')
  expect(said('parked')).toBe('工作组议决缓办，到复议日自动回到待研判。')
  expect(said('referred')).toContain('已报上级')
  expect(said('handling')).toBe('')
})
