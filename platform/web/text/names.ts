import type { Status } from '../../../domain/hazard/state.ts'

/** Colour family of a status tag; the word always stands beside it, so colour never speaks alone. */
export const statusTones: Record<Status, 'new' | 'work' | 'check' | 'up' | 'done' | 'out'> = {
  reported: 'new',
  handling: 'work',
  rectified: 'check',
  called: 'up',
  tabled: 'up',
  parked: 'out',
  referred: 'up',
  closed: 'done',
  void: 'out',
}

export const levelNames = { community: '社区层面', street: '街道层面', above: '上级层面' } as const
