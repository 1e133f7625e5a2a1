import { type Listener, startTcpTap } from './tcp-tap.ts'

/** A moment in the life of a transaction. */
export interface Moment {
  /** A statement of it, for example `/^insert into "orders"/`. */
  of: RegExp
  /** `done`: the statement was done, nobody has heard of it yet. `commit`: its commit is asked for, and not given. `committed`: given, and nobody has heard. */
  at: 'done' | 'commit' | 'committed'
}

export interface PostgresTap {
  /** The same database, seen through the tap. */
  url(databaseUrl: string): string
  /** Does `act` at the next such moment, once, and lets nothing of it pass. Resolves when it has. */
  when(moment: Moment, act: () => Promise<void>): Promise<void>
  stop(): Promise<void>
}

/**
 * Stands between an app and its PostgreSQL and reads what they say (PostgreSQL documentation, 54.7 Message Formats), so that a test
 * can act in the middle of a transaction of a process that knows nothing of it.
 */
export async function startPostgresTap(serverUrl: string): Promise<PostgresTap> {
  let armed: { moment: Moment, fire: () => void } | null = null

  const tap = await startTcpTap(Number(new URL(serverUrl).port), () => new Conversation(() => armed, () => {
    armed?.fire()
    armed = null
  }))
  return {
    url: databaseUrl => Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${tap.port}` }).href,
    when: (moment, act) => new Promise((resolve, reject) => {
      armed = { moment, fire: () => void act().then(resolve, reject) }
    }),
    stop: () => tap.stop()
  }
}

/** One connection: which statement it is at, and whether its transaction had the one that is looked for. */
class Conversation implements Listener {
  readonly #armed: () => { moment: Moment } | null
  readonly #fire: () => void
  readonly #client = new Messages(true)
  readonly #server = new Messages(false)
  readonly #prepared = new Map<string, string>()
  #isInside = false
  /** What the next CommandComplete is of. */
  #waitsFor: 'done' | 'committed' | null = null
  #isOver = false

  constructor(armed: () => { moment: Moment } | null, fire: () => void) {
    this.#armed = armed
    this.#fire = fire
  }

  fromClient(bytes: Buffer): boolean {
    for (const { type, body } of this.#client.add(bytes)) {
      if (type === 'P') {
        const [name, text] = body.toString('utf8').split('\0')
        this.#prepared.set(name!, text!)
      }
      const statement = type === 'Q' ? body.toString('utf8').replace(/\0$/, '') : type === 'B' ? this.#prepared.get(body.toString('utf8').split('\0')[1]!) : undefined
      if (statement !== undefined) this.#hear(statement)
    }
    return !this.#isOver
  }

  fromServer(bytes: Buffer): boolean {
    for (const { type } of this.#server.add(bytes)) if (type === 'C' && this.#waitsFor) this.#act()
    return !this.#isOver
  }

  #hear(statement: string): void {
    const moment = this.#armed()?.moment
    if (!moment || this.#isOver) return
    const isCommit = /^commit\b/i.test(statement)
    if (/^begin\b/i.test(statement)) this.#isInside = false
    if (moment.of.test(statement)) {
      this.#isInside = true
      if (moment.at === 'done') this.#waitsFor = 'done'
    }
    if (!isCommit || !this.#isInside) return
    if (moment.at === 'commit') this.#act()
    if (moment.at === 'committed') this.#waitsFor = 'committed'
  }

  #act(): void {
    this.#isOver = true
    this.#waitsFor = null
    this.#fire()
  }
}

/** Cuts a stream into messages: a letter, a length, a body. A client's first message has no letter. */
class Messages {
  #isFirst: boolean
  #rest = Buffer.alloc(0)

  constructor(isClient: boolean) {
    this.#isFirst = isClient
  }

  * add(bytes: Buffer): Generator<{ type: string, body: Buffer }> {
    this.#rest = Buffer.concat([this.#rest, bytes])
    for (;;) {
      const letter = this.#isFirst ? 0 : 1
      if (this.#rest.length < letter + 4) return
      const end = letter + this.#rest.readUInt32BE(letter)
      if (this.#rest.length < end) return
      yield { type: this.#isFirst ? '' : String.fromCharCode(this.#rest[0]!), body: this.#rest.subarray(letter + 4, end) }
      this.#isFirst = false
      this.#rest = this.#rest.subarray(end)
    }
  }
}
