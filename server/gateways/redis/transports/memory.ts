import type { Requester, UpstashRequest } from '@upstash/redis'

interface Entry { value: string, untilMs: number }
type Reply = string | number | null
type Command = (args: string[]) => Reply

/** The commands of `PlainRedis` in this process's memory, as Redis would answer them. */
export function memoryRequester(): Requester {
  const commands = memoryCommands(new Map())
  return {
    request: async ({ body, path }: UpstashRequest) => {
      if (path?.length) throw new Error('The in-process store has no pipelines')
      const [name = '', ...args] = (body as unknown[]).map(String)
      const command = commands[name.toLowerCase()]
      if (!command) throw new Error(`The in-process store has no command ${name}`)
      return { result: command(args) as never }
    }
  }
}

function memoryCommands(entries: Map<string, Entry>): Record<string, Command> {
  return {
    ping: ([message]) => message ?? 'PONG',
    get: ([key]) => living(key!)?.value ?? null,
    set: ([key, value, ...options]) => set(key!, value!, options.map(option => option.toLowerCase())),
    incr: ([key]) => add(key!, 1),
    incrby: ([key, amount]) => add(key!, Number(amount)),
    del: keys => keys.filter(key => living(key) && entries.delete(key)).length,
    exists: keys => keys.filter(key => living(key)).length,
    expire: ([key, seconds]) => expire(key!, Number(seconds) * 1000),
    pexpire: ([key, ms]) => expire(key!, Number(ms)),
    ttl: ([key]) => left(key!, 1000),
    pttl: ([key]) => left(key!, 1)
  }

  function living(key: string): Entry | undefined {
    const entry = entries.get(key)
    if (entry && entry.untilMs <= Date.now()) {
      entries.delete(key)
      return undefined
    }
    return entry
  }

  function set(key: string, value: string, options: string[]): Reply {
    const before = living(key)
    const isRefused = (options.includes('nx') && before) || (options.includes('xx') && !before)
    if (!isRefused) {
      const lifeMs = optionAfter(options, 'px') ?? (optionAfter(options, 'ex') ?? Infinity) * 1000
      const untilMs = options.includes('keepttl') && before ? before.untilMs : Date.now() + lifeMs
      if (entries.size % 1000 === 999) dropDead()
      entries.set(key, { value, untilMs })
    }
    if (options.includes('get')) return before?.value ?? null
    return isRefused ? null : 'OK'
  }

  function add(key: string, amount: number): Reply {
    const before = living(key)
    const sum = Number(before?.value ?? 0) + amount
    if (!Number.isSafeInteger(sum)) throw new Error('value is not an integer or out of range')
    entries.set(key, { value: String(sum), untilMs: before?.untilMs ?? Infinity })
    return sum
  }

  function expire(key: string, ms: number): Reply {
    const entry = living(key)
    if (!entry) return 0
    entry.untilMs = Date.now() + ms
    return 1
  }

  function left(key: string, unitMs: number): Reply {
    const entry = living(key)
    if (!entry) return -2
    return entry.untilMs === Infinity ? -1 : Math.round((entry.untilMs - Date.now()) / unitMs)
  }

  /** Nobody asks again for most keys that ran out, so writing sweeps now and then. */
  function dropDead() {
    for (const key of [...entries.keys()]) living(key)
  }
}

function optionAfter(options: string[], name: string): number | undefined {
  const at = options.indexOf(name)
  return at === -1 ? undefined : Number(options[at + 1])
}
