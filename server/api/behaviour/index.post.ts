import { getRequestHeader } from 'h3'
import { noteSeen } from '#server/domain/insight/index.ts'
import { originOf } from '#server/http/accounts.ts'
import { isProgram, wishesNotToBeSeen } from '#server/http/onlookers.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { behaviourInput } from '#shared/api/behaviour.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Batches from one network in a minute. */
const LIMIT = 120

export default defineEndpoint({
  summary: 'What a browser saw whose owner agreed to that: views, clicks and searches, in batches',
  callers: 'anyone',
  body: behaviourInput,
  succeeds: [204],
  bodyLimitBytes: 16 * 1024,
  errors: ['rate-limited']
}, async ({ house, event, body, principal, visitor, status }) => {
  status(204)
  const agent = getRequestHeader(event, 'user-agent')
  if (isProgram(agent) || wishesNotToBeSeen(event)) return null
  const { allowed, retryAfterSeconds } = await house.limiter.hit(`behaviour:${originOf(event).network}`, LIMIT, 60)
  if (!allowed) throw new DomainError('rate-limited', { retryAfterSeconds })
  await noteSeen(house, { visitor: visitor(), userId: principal?.userId ?? null }, body.seen)
  return null
})
