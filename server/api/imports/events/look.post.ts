import { buffer } from 'node:stream/consumers'
import { lookAtTable } from '#server/domain/imports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { withSpooledBody } from '#server/http/spooled-body.ts'
import { lookReply } from '#shared/api/imports.ts'

/** The beginning of a file is enough to know its columns. */
const LIMIT_BYTES = 256 * 1024

export default defineEndpoint({
  summary: 'The columns of a table by its beginning, with what they probably mean. Send up to 256 KB as text/csv.',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  takes: ['text/csv'],
  reply: lookReply,
  errors: ['invalid-input', 'body-too-large', 'body-too-slow']
}, ({ event }) => withSpooledBody(event, LIMIT_BYTES, async read => lookAtTable(await buffer(read()))))
