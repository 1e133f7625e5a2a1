import type { BestAvailableWish, CreateHoldInput, HoldReply, ReleaseHoldInput } from '#shared/api/holds.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'
import { writeKey } from '~/utils/write-key.ts'

interface HoldState {
  hold: HoldReply | null
  /** When the time runs out, by the browser's steady clock. */
  deadline: number | null
  /** Whether it is known if there is a hold. */
  isReady: boolean
  problem: ShownProblem | null
  /** Seats that are being asked for or given back: shown at once, before the server answers. */
  asked: string[]
  leaving: string[]
}

/** How often a rush may turn a click away before its visitor is told. */
const MOST_TRIES = 4

/** What is asked for at once: named seats, places of an area, or the best. */
export interface Choice { seatIds?: readonly string[], areaKey?: string, quantity?: number, isBest?: boolean }

/** Requests of this tab, one after another: the second seat must know the hold that the first one opened. */
const queues = new Map<string, Promise<unknown>>()

/**
 * What the visitor holds in a session. The token lives in this tab's session storage, so that reload, the back button and
 * the way through checkout keep the seats; whether it still counts is for the server to say. Shared by all who call it.
 * Every change answers whether it was done; if not, `problem` says why, and what was held before is still held unless it says so.
 * `codeFor`: the access code that a choice needs. `changing`: the ticket that is changed for what is chosen, one place only.
 */
export function useHold(sessionId: string, codeFor: (choice: Choice) => string | undefined = () => undefined, changing?: string) {
  const api = useApi()
  const { t } = useI18n()
  const state = useState<HoldState>(`hold-${sessionId}`, () => ({ hold: null, deadline: null, isReady: false, problem: null, asked: [], leaving: [] }))
  const storageKey = `foyer-hold-${sessionId}`
  const base = `/api/sessions/${encodeURIComponent(sessionId)}/holds`
  const keys = writeKey(randomKey)
  const now = ref(import.meta.client ? performance.now() : 0)

  const hold = computed(() => state.value.hold)
  const remainingMs = computed(() => state.value.deadline === null ? null : Math.max(0, state.value.deadline - now.value))

  /** Asks for one seat. Shown as asked for at once. */
  function add(seatId: string, ticketTypeId?: string): Promise<boolean> {
    return change([seatId], () => lock(seatId, ticketTypeId))
  }

  /** Asks for several seats together: all or none. */
  function addSeats(seatIds: string[]): Promise<boolean> {
    return change(seatIds, () => create({ seats: seatIds.map(seatId => ({ seatId })), accessCode: codeFor({ seatIds }) }))
  }

  /** Asks for the best seats together. `hold.best` says how they lie. */
  function addBest(wish: BestAvailableWish): Promise<boolean> {
    return change([], () => create({ bestAvailable: wish, accessCode: codeFor({ isBest: true }) }))
  }

  /** Asks for so many standing places more. */
  function addStanding(areaKey: string, quantity: number, ticketTypeId?: string): Promise<boolean> {
    return change([], () => create({ standing: [{ areaKey, quantity, ticketTypeId }], accessCode: codeFor({ areaKey, quantity }) }))
  }

  /** Gives back seats (by seat id) or areas (by key). */
  async function remove(what: { seatIds?: string[], areaKeys?: string[] }): Promise<boolean> {
    state.value.leaving = [...state.value.leaving, ...what.seatIds ?? []]
    const isDone = await enqueue(() => release(what))
    state.value.leaving = state.value.leaving.filter(seat => !what.seatIds?.includes(seat))
    return isDone
  }

  /** Takes another price for a held seat (a child's, say): gives it back and asks for it anew, at once one after the other. */
  async function reprice(seatId: string, ticketTypeId: string): Promise<boolean> {
    state.value.leaving = [...state.value.leaving, seatId]
    const isDone = await enqueue(async () => {
      await release({ seatIds: [seatId] })
      take(await lock(seatId, ticketTypeId))
    })
    state.value.leaving = state.value.leaving.filter(seat => seat !== seatId)
    return isDone
  }

  /** Gives everything back. */
  const clear = () => enqueue(() => release({}))

  /** More time, once. */
  const extend = () => enqueue(async () => take(await write<HoldReply>('POST', `${base}/${tokenNow()}/extend`)))

  /** Asks the server what is still held. */
  const refresh = () => enqueue(read)

  /** Forgets the hold without giving anything back: its seats went into an order. */
  function forget() {
    sessionStorage.removeItem(storageKey)
    state.value = { ...state.value, hold: null, deadline: null }
  }

  async function change(seatIds: string[], work: () => Promise<HoldReply>): Promise<boolean> {
    state.value.asked = [...state.value.asked, ...seatIds]
    const isDone = await enqueue(async () => take(await work()))
    state.value.asked = state.value.asked.filter(seat => !seatIds.includes(seat))
    return isDone
  }

  function enqueue(work: () => Promise<void>): Promise<boolean> {
    const result = (queues.get(sessionId) ?? Promise.resolve()).then(async () => {
      state.value.problem = null
      try {
        await work()
        return true
      } catch (error) {
        refuse(problemOf(error, t))
        return false
      }
    })
    queues.set(sessionId, result)
    return result
  }

  function refuse(problem: ShownProblem) {
    if (problem.code === 'hold-expired') forget()
    state.value.problem = problem
  }

  function lock(seatId: string, ticketTypeId?: string): Promise<HoldReply> {
    return write('PUT', `/api/tickets/lock/${encodeURIComponent(seatId)}`, { sessionId, holdToken: tokenNow(), ticketTypeId, accessCode: codeFor({ seatIds: [seatId] }), changing })
  }

  function create(input: CreateHoldInput): Promise<HoldReply> {
    return write('POST', base, { ...input, holdToken: tokenNow(), changing })
  }

  async function release(what: ReleaseHoldInput): Promise<void> {
    const token = tokenNow()
    if (!token) return
    const reply = await write<{ hold: HoldReply | null }>('DELETE', `${base}/${token}`, what)
    if (reply.hold) take(reply.hold)
    else forget()
  }

  async function read(): Promise<void> {
    const token = tokenNow()
    try {
      if (token) take(await api<HoldReply>(`${base}/${token}`))
    } finally {
      state.value.isReady = true
    }
  }

  async function write<Reply = HoldReply>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Reply> {
    // The same key for another try of the same request: an answer that got lost on the way is found again.
    for (let tries = 1; ; tries++) {
      try {
        const reply = await api<Reply>(path, { method, body, idempotencyKey: keys.keyFor(path, body) })
        keys.done()
        return reply
      } catch (error) {
        const { status, code, data } = problemOf(error, t)
        if (code === 'too-busy' && tries < MOST_TRIES) {
          // Not all of those who were turned away at one moment come back at one moment.
          await new Promise(resolve => setTimeout(resolve, Number(data.retryAfterSeconds ?? 1) * 1000 * (0.5 + Math.random())))
          continue
        }
        if (status >= 400 && status < 500) keys.done()
        throw error
      }
    }
  }

  function take(reply: HoldReply) {
    sessionStorage.setItem(storageKey, reply.holdToken)
    now.value = performance.now()
    state.value = { ...state.value, hold: reply, deadline: now.value + reply.remainingMs, isReady: true }
  }

  function tokenNow(): string | undefined {
    return state.value.hold?.holdToken ?? sessionStorage.getItem(storageKey) ?? undefined
  }

  let timer: ReturnType<typeof setInterval> | undefined
  let isAskingAtEnd = false
  async function tick() {
    now.value = performance.now()
    if (remainingMs.value !== 0 || isAskingAtEnd) return
    // The server's clock decides: only its answer ends the hold here.
    isAskingAtEnd = true
    await refresh()
    isAskingAtEnd = false
  }

  onMounted(() => {
    timer = setInterval(tick, 250)
    void refresh()
  })
  onUnmounted(() => clearInterval(timer))

  return {
    hold,
    remainingMs,
    isReady: computed(() => state.value.isReady),
    problem: computed(() => state.value.problem),
    asked: computed(() => state.value.asked),
    leaving: computed(() => state.value.leaving),
    dismiss: () => { state.value.problem = null },
    add, addSeats, addBest, addStanding, remove, reprice, clear, extend, refresh, forget
  }
}
