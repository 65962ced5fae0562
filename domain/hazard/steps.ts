import type { Step } from './step.ts'
import { retract } from './steps-batch.ts'
import { callUp, close, returnStep, sendBack } from './steps-check.ts'
import { decideStep, resume, table } from './steps-decide.ts'
import { determine } from './steps-determine.ts'
import { askExtension, denyExtension, extend } from './steps-extend.ts'
import { assign, comment, rectify, refuse, voidStep } from './steps-handle.ts'
import { help } from './steps-help.ts'
import { correct, flag, undo, unflag } from './steps-mend.ts'
import { move } from './steps-move.ts'
import { receive } from './steps-receive.ts'
import { report, verify } from './steps-report.ts'
import { supervise } from './steps-supervise.ts'

/** The rulebook of a hazard: one row a step. Buttons, API, rights, matrix and handbook are read off this table. */
export const hazardSteps: readonly Step[] = [
  report,
  verify,
  assign,
  receive,
  rectify,
  help,
  close,
  returnStep,
  callUp,
  sendBack,
  table,
  decideStep,
  resume,
  supervise,
  refuse,
  askExtension,
  extend,
  denyExtension,
  voidStep,
  correct,
  flag,
  unflag,
  determine,
  undo,
  retract,
  comment,
  move,
]
