import { z } from 'zod'
import { customerMappingOf, finishCustomerImport, importCustomers } from '#server/domain/imports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { withinShare } from '#server/http/fair-share.ts'
import { withSpooledBody } from '#server/http/spooled-body.ts'
import { customerFileQuery, customerImportOutcome } from '#shared/api/customer-imports.ts'
import { uuid } from '#shared/api/primitives.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

const LIMIT_BYTES = 256 * 1024 * 1024
/** Tables of one person: one after the other, each is written to the disk first. */
const EACH = { atOnce: 1, limit: 60, windowSeconds: 600 }

export default defineEndpoint({
  summary: 'The file of an import of customers, as text/csv: tried (`dryRun=1`), or imported, all of it or nothing. Nobody is written to.',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  query: customerFileQuery,
  takes: ['text/csv'],
  reply: customerImportOutcome,
  // Accounts that are there already stay as they are: the same file twice makes none.
  idempotency: 'natural',
  errors: ['not-found', 'invalid-input', 'import-refused', 'body-too-large', 'body-too-slow', 'rate-limited']
}, async ({ event, house, principal, params, query }) => {
  const adminId = principal!.userId
  const mapping = await customerMappingOf(house, params.id)
  const outcome = await withinShare(house, { key: `import:${adminId}`, ...EACH }, () => withSpooledBody(event, LIMIT_BYTES, read => importCustomers(house, {
    run: { id: params.id, adminId }, mapping, isDryRun: query.dryRun, read
  })))
  await finishCustomerImport(house, adminId, params.id, outcome)
  if (!query.dryRun && !outcome.isImported) throw new DomainError('import-refused', { rowCount: outcome.refused, outcome })
  return outcome
})
