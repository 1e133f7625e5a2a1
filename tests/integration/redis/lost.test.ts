import { expect, it } from 'vitest'
import { createRedis } from '#server/gateways/redis/connect.ts'
import { startCut } from '#tests/support/cut.ts'
import { startRedisServer } from '#tests/support/redis-server.ts'
import { until } from '#tests/support/until.ts'

it('F-13: a network that takes connections and leads nowhere is no end: when Redis is found again, it is used again', async () => {
  const server = await startRedisServer()
  const network = await startCut(server.port)
  const connection = createRedis({ kind: 'tcp', url: `redis://127.0.0.1:${network.port}` })
  if (connection.kind !== 'tcp') throw new Error('not over TCP')
  const answers = () => connection.redis.ping().then(() => true, () => false)
  await until('it is connected', answers)
  network.cut()
  // The open connection is found to be dead, and so is the one that takes its place.
  for (let refusals = 0; refusals < 40; refusals++) await until('a call is refused', async () => !await answers())
  await until('a connection was made that leads nowhere', () => network.lost() > 1, 30_000)
  network.heal()
  await until('Redis is used again', answers, 30_000)
  await connection.close()
  await network.stop()
  await server.stop()
  expect(network.lost()).toBeGreaterThan(1)
})
