import { z } from 'zod'
import { finishImport, importEvents, mappingOf } from '#server/domain/imports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { withinShare } from '#server/http/fair-share.ts'
import { withSpooledBody } from '#server/http/spooled-body.ts'
import { importFileQuery, importOutcome } from '#shared/api/imports.ts'
import { uuid } from '#shared/api/primitives.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

const LIMIT_BYTES = 256 * 1024 * 1024
/** Tables of one person: one after the other, each is written to the disk first. */
const EACH = { atOnce: 1, limit: 60, windowSeconds: 600 }

export default defineEndpoint({
  summary: 'The file of an import, as text/csv: tried (`dryRun=1`), or imported, all of it or row by row (`rowByRow=1`)',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  params: z.object({ id: uuid }),
  query: importFileQuery,
  takes: ['text/csv'],
  reply: importOutcome,
  // The same file twice is the same events: what is there already is unchanged.
  idempotency: 'natural',
  errors: ['not-found', 'not-allowed', 'invalid-input', 'import-refused', 'body-too-large', 'body-too-slow', 'rate-limited']
}, async ({ event, house, principal, params, query }) => {
  const { userId, role } = principal!
  const mapping = await mappingOf(house, userId, params.id)
  const outcome = await withinShare(house, { key: `import:${userId}`, ...EACH }, () => withSpooledBody(event, LIMIT_BYTES, read => importEvents(house, { userId, role }, {
    mapping, isDryRun: query.dryRun, isRowByRow: query.rowByRow, publish: query.publish, read
  })))
  await finishImport(house, userId, params.id, outcome)
  if (!query.dryRun && !outcome.isImported) throw new DomainError('import-refused', { rowCount: outcome.refused, outcome })
  return outcome
})
