import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { Redis } from 'ioredis'

export const BRIDGE_TOKEN = 'token-of-the-bridge'

/** An HTTP server that speaks Upstash's REST format over a real Redis: https://upstash.com/docs/redis/features/restapi */
export interface UpstashBridge {
  url: string
  token: string
  stop(): Promise<void>
}

type Command = (string | number)[]
type Answer = { result: unknown } | { error: string }

/** The bridge passes on what Redis says, and hangs when Redis hangs, as a proxy before a dead server does. */
export async function startUpstashBridge(redisUrl: string): Promise<UpstashBridge> {
  const redis = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0, autoResendUnfulfilledCommands: false, retryStrategy: () => 100 })
  redis.on('error', () => {})
  await once(redis, 'ready')

  const server = createServer(async (request, response) => {
    const reply = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.headers.authorization !== `Bearer ${BRIDGE_TOKEN}`) return reply(401, { error: 'Unauthorized' })
    try {
      const answer = await run(redis, request.url ?? '/', await bodyOf(request))
      const encoded = request.headers['upstash-encoding'] === 'base64' ? encode(answer) : answer
      reply('error' in answer ? 400 : 200, encoded)
    } catch (error) {
      reply(500, { error: String(error) })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The bridge has no port')

  return {
    url: `http://127.0.0.1:${address.port}`,
    token: BRIDGE_TOKEN,
    stop: async () => {
      redis.disconnect()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString())
}

async function run(redis: Redis, path: string, body: unknown): Promise<Answer | Answer[]> {
  if (path === '/') return one(redis, body as Command)
  if (path === '/pipeline') return Promise.all((body as Command[]).map(command => one(redis, command)))
  if (path !== '/multi-exec') return { error: `ERR no such path ${path}` }

  const transaction = redis.multi()
  for (const [name, ...args] of body as Command[]) transaction.call(String(name), ...args)
  const replies = await transaction.exec() ?? []
  return replies.map(([error, result]) => error ? { error: error.message } : { result })
}

async function one(redis: Redis, [name, ...args]: Command): Promise<Answer> {
  try {
    return { result: await redis.call(String(name), args) }
  } catch (error) {
    if (error instanceof Error && error.name === 'ReplyError') return { error: error.message }
    throw error
  }
}

/** `Upstash-Encoding: base64`: all strings but the plain OK of Redis. */
function encode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encode)
  if (typeof value === 'string') return value === 'OK' ? value : Buffer.from(value).toString('base64')
  if (value !== null && typeof value === 'object' && 'result' in value) return { result: encode(value.result) }
  return value
}
