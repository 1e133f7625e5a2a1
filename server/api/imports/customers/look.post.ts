import { buffer } from 'node:stream/consumers'
import { guessCustomerColumns, lookAtTable } from '#server/domain/imports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { withSpooledBody } from '#server/http/spooled-body.ts'
import { customerLookReply } from '#shared/api/customer-imports.ts'

/** The beginning of a file is enough to know its columns. */
const LIMIT_BYTES = 256 * 1024

export default defineEndpoint({
  summary: 'The columns of a table of customers by its beginning, with what they probably mean. Send up to 256 KB as text/csv.',
  callers: ['admin'],
  takes: ['text/csv'],
  reply: customerLookReply,
  errors: ['invalid-input', 'body-too-large', 'body-too-slow']
}, ({ event }) => withSpooledBody(event, LIMIT_BYTES, async read => lookAtTable(await buffer(read()), guessCustomerColumns)))
