import { expect, it } from 'vitest'
import { hasEnded } from '#shared/time/has-ended.ts'

it('a session of several days is over at its end, to the millisecond, and not a day after it began', () => {
  const endsAt = '2026-12-06T18:00:00.000Z'
  expect([hasEnded({ endsAt }, Date.parse(endsAt) - 1), hasEnded({ endsAt }, Date.parse(endsAt)), hasEnded({ endsAt: new Date(endsAt) }, new Date(endsAt))]).toEqual([false, true, true])
})
