import type { FastifyReply } from 'fastify'
import type { Problem, ProblemCode } from '../../domain/problem.ts'

const statuses: Partial<Record<ProblemCode, number>> = {
  'request.malformed': 400,
  'request.too-large': 413,
  'command.invalid': 400,
  'session.required': 401,
  'session.wrong': 401,
  'session.disabled': 401,
  'session.pin-wrong': 401,
  'session.unbound': 401,
  'session.link-gone': 410,
  'session.name-taken': 409,
  'session.slow-down': 429,
  'session.cross-site': 403,
  'book.not-found': 404,
  'case.not-found': 404,
  'not-found': 404,
  'person.unknown': 404,
  'person.self': 403,
  'step.not-yours': 403,
  'photo.not-image': 415,
  'photo.too-large': 413,
  'photo.too-many-pixels': 413,
  'upload.offset': 409,
  'upload.gone': 410,
  'photo.damaged': 422,
  'sheet.too-large': 413,
  'document.content': 400,
  'document.template-unreadable': 415,
  'document.template-pdf': 415,
  'document.template-old': 415,
  'document.template-large': 413,
  'as-of.future': 400,
  'as-of.malformed': 400,
  'cursor.malformed': 400,
  'server.busy': 503,
  'server.storage-full': 507,
  'server.bug': 500,
}

const statusOf = (code: ProblemCode): number => statuses[code] ?? 422

/** RFC 9457 body of a problem; `message` is the sentence the user reads. */
export function problemBody({ code, message, detail }: Problem) {
  return { type: 'about:blank', title: message, status: statusOf(code), code, message, ...(detail ? { detail } : {}) }
}

/** Answers with a problem and its HTTP status, or another one that a protocol's clients act on. */
export function reply(response: FastifyReply, problem: Problem, status = statusOf(problem.code)): FastifyReply {
  if (problem.code === 'server.busy') response.header('retry-after', '5')
  return response
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...problemBody(problem), status }))
}
