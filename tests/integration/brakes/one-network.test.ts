import { expect, it } from 'vitest'
import { foyerForTests } from '#tests/integration/queue/foyer.ts'
import { range } from '#tests/integration/redis/helpers.ts'
import { givenSession } from '#tests/support/fixtures.ts'

const foyer = foyerForTests(async () => ({ FOYER_HOLD_BRAKES: 'on', FOYER_TRUST_PROXY: '1' }))

it('D-05: whoever takes another address of his IPv6 network for each try is one network, and his neighbour another', async () => {
  const session = await givenSession(foyer.house.db, { rows: 10, seatsPerRow: 20, perPersonLimit: 6 })
  const from = (address: string, seat: number) => foyer.somebody().hold(session, seat, { 'x-forwarded-for': address })
  const answers = await Promise.all(range(14).map(n => from(`2001:db8:0:1:${(n * 7919 % 0xFFFF).toString(16)}::${n + 1}`, n)))
  expect(answers.filter(answer => answer.status === 200)).toHaveLength(10)
  for (const answer of answers.filter(answer => answer.status !== 200)) expect(answer).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
  expect((await from('2001:db8:0:2::1', 20)).status).toBe(200)
})
