import type { Redis } from '@upstash/redis'
import type { Line, LineCounts, LineFacts, LineStore, LineTempo, Outcome, Reply, Standing } from '#server/domain/queue/line-store.ts'
import { type RedisConnection, TIME_LIMIT_MS } from '../connect.ts'
import { type HoldReply, HoldScripts } from '../run-hold-script.ts'
import type { Script } from '../run-script.ts'
import { MemoryLineStore } from './memory-line-store.ts'
import * as scripts from './scripts.ts'

/** The line store of a connection. With the in-process transport, make it once: the line lives in it. */
export function createLineStore(connection: RedisConnection): LineStore {
  return connection.kind === 'memory' ? new MemoryLineStore() : new RedisLineStore(connection.redis)
}

/** Every method is one atomic script (scripts.ts); this class only speaks their language. */
export class RedisLineStore implements LineStore {
  readonly #scripts: HoldScripts

  constructor(redis: Redis) {
    this.#scripts = new HoldScripts(redis, TIME_LIMIT_MS)
  }

  async warm(line: Line, facts: LineFacts): Promise<void> {
    await this.#run(scripts.WARM, line, [
      ...tempoArguments(facts), facts.numbersUpTo, facts.early ?? '', facts.servedUpTo, hex(facts.done), facts.settleMs, ...facts.inside.flatMap(({ position, remainingMs }) => [position, remainingMs])
    ])
  }

  grant(line: Line, limit: number): Promise<Reply<'ok'>> {
    return this.#ask(scripts.GRANT, line, [limit], () => 'ok')
  }

  tune(line: Line, tempo: LineTempo): Promise<Reply<'ok'>> {
    return this.#ask(scripts.TUNE, line, tempoArguments(tempo), () => 'ok')
  }

  join(line: Line, person: string, carried: number, over: number): Promise<Reply<'no-numbers' | { number: number }>> {
    return this.#ask(scripts.JOIN, line, [person, carried, over], ({ verdict, payload }) => verdict === 'no-numbers' ? verdict : { number: Number(payload[0]) })
  }

  numberOf(line: Line, person: string): Promise<Reply<number>> {
    return this.#ask(scripts.NUMBER_OF, line, [person], firstNumber)
  }

  freeze(line: Line): Promise<Reply<{ early: number, present: Uint8Array }>> {
    return this.#ask(scripts.FREEZE, line, [], ({ payload }) => ({ early: Number(payload[0]), present: Buffer.from(String(payload[1]), 'hex') }))
  }

  openDoors(line: Line, early: number, present: Uint8Array): Promise<Reply<'ok'>> {
    return this.#ask(scripts.OPEN_DOORS, line, [early, hex(present)], () => 'ok')
  }

  touch(line: Line, number: number, position: number | null): Promise<Reply<Standing>> {
    return this.#ask(scripts.TOUCH, line, [number, position ?? ''], ({ payload: [phase, state, ahead, waiting, remaining, tempo, free, leaving] }) => ({
      phase: phase as Standing['phase'], state: state as Standing['state'], ahead: Number(ahead), waiting: Number(waiting), remainingMs: Number(remaining), perMinute: Number(tempo), free: Number(free), leavePerMinute: Number(leaving)
    }))
  }

  enter(line: Line, position: number): Promise<Reply<'not-yet' | 'over' | { remainingMs: number }>> {
    return this.#ask(scripts.ENTER, line, [position], ({ verdict, payload }) => verdict === 'ok' ? { remainingMs: Number(payload[0]) } : verdict as 'not-yet' | 'over')
  }

  isInside(line: Line, position: number): Promise<Reply<boolean>> {
    return this.#ask(scripts.IS_INSIDE, line, [position], reply => firstNumber(reply) === 1)
  }

  end(line: Line, person: string, position: number, outcome: Outcome): Promise<Reply<'ok'>> {
    return this.#ask(scripts.END, line, [person, position, outcome], () => 'ok')
  }

  noteOrder(line: Line, orderId: string, position: number): Promise<Reply<'ok'>> {
    return this.#ask(scripts.NOTE_ORDER, line, [orderId, position], () => 'ok')
  }

  closeOrder(line: Line, orderId: string, isPaid: boolean): Promise<Reply<number | null>> {
    return this.#ask(scripts.CLOSE_ORDER, line, [orderId, isPaid ? 1 : 0], reply => firstNumber(reply) || null)
  }

  counts(line: Line): Promise<Reply<LineCounts>> {
    return this.#ask(scripts.COUNTS, line, [], ({ payload }) => {
      const [came, waiting, called, inside, buying, bought, left, letThrough, perMinute] = payload.map(Number) as [number, number, number, number, number, number, number, number, number]
      return { came, waiting, called, inside, buying, bought, left, letThrough, perMinute }
    })
  }

  async #ask<T>(script: Script, line: Line, args: (string | number)[], read: (reply: HoldReply) => T): Promise<Reply<T>> {
    const reply = await this.#run(script, line, args)
    return reply.verdict === 'cold' || reply.verdict === 'stale' ? reply.verdict : read(reply)
  }

  #run(script: Script, line: Line, args: (string | number)[]): Promise<HoldReply> {
    return this.#scripts.run(script, line.sessionId, [line.round, ...args])
  }
}

const tempoArguments = (tempo: LineTempo) => [tempo.perMinute, tempo.maxInside, tempo.insideMs, tempo.enterMs, tempo.isPaused ? 1 : 0]
const firstNumber = (reply: HoldReply) => Number(reply.payload[0])
const hex = (bits: Uint8Array) => Buffer.from(bits).toString('hex')
