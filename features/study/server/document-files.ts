import { createReadStream } from 'node:fs'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as z from 'zod/mini'
import { getCaseLetters } from '../../../domain/document/views.ts'
import { canSee } from '../../../domain/hazard/audience.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { code, uuid } from '../../../domain/schema.ts'
import { facesOf } from '../../../domain/units/deputies.ts'
import { holds } from '../../../domain/units/roles.ts'
import { readStates } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import type { DocumentView } from '../contract.ts'
import type { DocumentDeps } from './document-deps.ts'
import { findDocument, readLettersOf } from './document-list.ts'

export const fileTypes = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  words: 'application/json',
}
type Kind = keyof typeof fileTypes
const naming = z.object({ book: z.optional(code), version: z.optional(z.coerce.number().check(z.int(), z.gte(1))) })

interface Who {
  viewerOf: (request: FastifyRequest, book?: string) => Promise<Viewer | Problem>
  /** Who reads every document of the street. */
  mayRead: (viewer: Viewer) => boolean
}

/** What was issued, as it was issued: for the readers of all, and a letter for the unit that it went to. */
export function registerDocumentFiles(
  app: FastifyInstance,
  { pool, blobs }: DocumentDeps,
  { viewerOf, mayRead }: Who,
): void {
  const isAddressed = ({ to }: DocumentView, viewer: Viewer): boolean => to !== null && viewer.scope.includes(to)
  const mayOpen = (one: DocumentView, kind: Kind, viewer: Viewer): boolean => {
    // What a correction is written from is its writer's.
    if (kind === 'words') return mayRead(viewer) && facesOf(viewer.actor).some((face) => holds(face, 'office'))
    return mayRead(viewer) || isAddressed(one, viewer)
  }

  app.get(
    '/api/documents/:id/:kind',
    documented('印发的文件：docx、pdf，或再改时用的文字 words'),
    async (request, response) => {
      const { id, kind } = request.params as { id: string; kind: string }
      const query = z.safeParse(naming, request.query)
      const viewer = await viewerOf(request, query.data?.book)
      if (isProblem(viewer)) return reply(response, viewer)
      const known = Object.hasOwn(fileTypes, kind) && query.success && z.safeParse(uuid, id).success
      const found = known ? await findDocument(pool, viewer.book, id) : null
      const issued = found?.issued.at((query.data?.version ?? 0) - 1)
      const hash = issued?.[kind as Kind]
      if (!found || !hash || !mayOpen(found, kind as Kind, viewer)) return reply(response, problem('not-found'))
      const name = encodeURIComponent(`${found.number}.${kind}`)
      return response
        .type(fileTypes[kind as Kind])
        .header('content-disposition', `attachment; filename="document.${kind}"; filename*=UTF-8''${name}`)
        .send(createReadStream(blobs.path(hash)))
    },
  )

  serve(app, getCaseLetters, async ({ query, params, request }) => {
    const viewer = await viewerOf(request, query.book)
    if (isProblem(viewer)) return viewer
    const id = z.safeParse(uuid, params.id).data
    const [state] = id ? await readStates(pool, viewer.book, [id]) : []
    if (!state || !canSee(state, viewer.scope)) return problem('case.not-found')
    const letters = (await readLettersOf(pool, viewer, state.id)).flatMap((one) =>
      one.status !== 'numbered' && (mayRead(viewer) || isAddressed(one, viewer))
        ? [{ ...one, status: one.status }]
        : [],
    )
    return {
      letters: letters.map(({ id, type, number, title, to, status, issued }) => ({
        ...{ id, type, number, title, to, status },
        ...{ at: issued.at(-1)?.at ?? '', versions: issued.length },
      })),
    }
  })
}
