import { Redis } from '@upstash/redis'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { PlainRedis } from '#server/gateways/redis/client.ts'
import { type RedisConnection, type ServerConnection, createRedis } from '#server/gateways/redis/connect.ts'
import { runScript, script } from '#server/gateways/redis/run-script.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { type UpstashBridge, startUpstashBridge } from '#tests/support/upstash-bridge.ts'

describe('the typed client', () => {
  let server: RedisServer
  let bridge: UpstashBridge
  let connections: { memory: RedisConnection, tcp: ServerConnection, upstash: ServerConnection }

  beforeAll(async () => {
    server = await startRedisServer()
    bridge = await startUpstashBridge(server.url)
    connections = {
      memory: createRedis({ kind: 'memory' }),
      tcp: createRedis({ kind: 'tcp', url: server.url }) as ServerConnection,
      upstash: createRedis({ kind: 'upstash', url: bridge.url, token: bridge.token }) as ServerConnection
    }
  })

  afterAll(async () => {
    for (const connection of Object.values(connections ?? {})) await connection.close()
    await bridge?.stop()
    await server?.stop()
  })

  for (const kind of ['memory', 'tcp', 'upstash'] as const) {
    it(`has the plain commands, and gives back what was put in (${kind})`, async () => {
      const redis: PlainRedis = connections[kind].redis
      expect(await redis.ping()).toBe('PONG')
      for (const text of ['plain', '座位', '{"a":[1]}', '12', 'null', 'OK', '']) {
        expect(await redis.set(`${kind}:text`, text)).toBe('OK')
        expect(await redis.get(`${kind}:text`)).toBe(text)
      }
      expect(await redis.set(`${kind}:text`, 'other', { nx: true })).toBeNull()
      expect(await redis.set(`${kind}:lock`, 'mine', { nx: true, ex: 60 })).toBe('OK')
      expect(await redis.ttl(`${kind}:lock`)).toBeGreaterThan(55)
      expect(await redis.ttl(`${kind}:text`)).toBe(-1)
      expect(await redis.ttl(`${kind}:nothing`)).toBe(-2)
      expect(await redis.incr(`${kind}:count`)).toBe(1)
      expect(await redis.incrby(`${kind}:count`, 41)).toBe(42)
      expect(await redis.expire(`${kind}:count`, 100)).toBe(1)
      expect(await redis.expire(`${kind}:nothing`, 100)).toBe(0)
      expect(await redis.exists(`${kind}:count`, `${kind}:nothing`)).toBe(1)
      expect(await redis.del(`${kind}:count`, `${kind}:nothing`)).toBe(1)
      expect(await redis.get(`${kind}:count`)).toBeNull()
      await redis.set(`${kind}:brief`, '1', { px: 30 })
      await vi.waitUntil(async () => (await redis.get(`${kind}:brief`)) === null)
    })
  }

  for (const kind of ['tcp', 'upstash'] as const) {
    it(`has pipelines and transactions (${kind})`, async () => {
      const { redis } = connections[kind]
      expect(await redis.pipeline().set(`${kind}:p`, '7').incr(`${kind}:p`).get(`${kind}:p`).exec()).toEqual(['OK', 8, '8'])
      expect(await redis.multi().set(`${kind}:m`, '1').incr(`${kind}:m`).exec()).toEqual(['OK', 2])
    })

    it(`runs scripts that Redis has forgotten, and says "unavailable" with the cause where one fails (${kind})`, async () => {
      const { redis } = connections[kind]
      const list = script(`return { 'a', 1, { '{"b":2}', false, '3' }, 1792345678901234 }`)
      const expected = ['a', 1, ['{"b":2}', null, '3'], 1792345678901234]
      expect(await runScript(redis, list, [], [])).toEqual(expected)
      await server.flush({ scripts: true })
      expect(await runScript(redis, list, [], [])).toEqual(expected)
      await expect(runScript(redis, script(`return redis.call('INCR', KEYS[1], 'secret')`), ['a'], []))
        .rejects.toMatchObject({ code: 'unavailable', cause: { message: expect.not.stringContaining('command was') } })
      expect(await redis.ping()).toBe('PONG')
    })
  }

  it('is refused by Upstash with a wrong token', async () => {
    const { redis } = createRedis({ kind: 'upstash', url: bridge.url, token: 'wrong' })
    await expect(redis.get('a')).rejects.toMatchObject({ code: 'unavailable', cause: { message: 'Unauthorized' } })
  })

  it('has a bridge that also speaks base64, as the client of Upstash asks by default', async () => {
    const redis = new Redis({ url: bridge.url, token: bridge.token, enableAutoPipelining: false, enableTelemetry: false })
    await redis.set('base64', { seat: '座位', list: ['OK', 1] })
    expect(await redis.get('base64')).toEqual({ seat: '座位', list: ['OK', 1] })
    expect(await redis.mget('base64', 'nothing')).toEqual([{ seat: '座位', list: ['OK', 1] }, null])
  })
})
