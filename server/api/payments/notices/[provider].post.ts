import { getRequestHeader, setResponseHeader } from 'h3'
import { z } from 'zod'
import { takeNotice } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { readBytes } from '#server/http/read-bytes.ts'

/** No provider sends more, or slower. */
const LIMITS = { limitBytes: 256 * 1024, withinMs: 10_000 }

export default defineEndpoint({
  summary: 'What a payment provider has to say: believed by its signature, answered when it is durable',
  callers: 'anyone',
  params: z.object({ provider: z.string().regex(/^[a-z-]{1,30}$/) }),
  takes: ['application/json', 'application/x-www-form-urlencoded'],
  gives: 'text/plain',
  idempotency: 'natural',
  errors: ['not-found', 'notice-refused', 'body-too-large', 'body-too-slow', 'unavailable']
}, async (call) => {
  const body = Buffer.from(await readBytes(call.event, LIMITS))
  const { noticeReply } = await takeNotice(call.house, call.params.provider, { body, header: name => getRequestHeader(call.event, name), nowMs: Date.now() })
  setResponseHeader(call.event, 'content-type', noticeReply.contentType)
  return noticeReply.body
})
