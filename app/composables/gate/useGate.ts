import { GateAway, GateRefused, gateServerOverHttp } from '~/gate/gate-server.ts'
import { GatePhone, type Phase, type Shown } from '~/gate/gate-phone.ts'
import { openGateStore } from '~/gate/indexed-db-store.ts'
import type { ShutOut } from '~/gate/gate-store.ts'
import { type Signal, openSignals } from '~/gate/signals.ts'
import type { GateView } from '#shared/api/gate.ts'

/** How often the phone asks how things are, in ms: sooner while there is no network, so that it is back at once. */
const BEAT_MS = 15_000
const AWAY_BEAT_MS = 4_000

interface GateFace { phase: Phase | 'unsupported', view: GateView | null, shutOut: ShutOut | null, isOnline: boolean, pending: number, listAtMs: number | null, hasList: boolean }

/** This phone at its gate, as the page shows it. */
export function useGate() {
  const { locale } = useI18n()
  const face = shallowRef<GateFace>({ phase: 'starting', view: null, shutOut: null, isOnline: false, pending: 0, listAtMs: null, hasList: false })
  /** The last answer, until somebody goes on. */
  const shown = shallowRef<Shown | null>(null)
  /** The last thing that somebody passed on: it may be taken back. */
  const last = shallowRef<Shown | null>(null)
  const isBusy = ref(false)
  const joinProblem = shallowRef<{ title: string, detail: string } | 'away' | null>(null)
  const nowMs = ref(0)
  const signals = openSignals()
  let phone: GatePhone | null = null
  let beat: ReturnType<typeof setTimeout> | undefined
  let clock: ReturnType<typeof setInterval> | undefined
  let isGone = false

  function look() {
    if (phone) face.value = { phase: phone.phase, view: phone.view, shutOut: phone.shutOut, isOnline: phone.isOnline, pending: phone.pending, listAtMs: phone.list.atMs, hasList: !phone.list.isEmpty }
  }

  async function beatOnce() {
    clearTimeout(beat)
    await phone?.beat()
    if (!isGone) beat = setTimeout(beatOnce, face.value.isOnline ? BEAT_MS : AWAY_BEAT_MS)
  }

  async function start() {
    // Keys that nobody can read and a camera: browsers give both to secure pages only.
    if (!globalThis.isSecureContext || !('indexedDB' in globalThis)) {
      face.value = { ...face.value, phase: 'unsupported' }
      return
    }
    phone = new GatePhone(await openGateStore(), gateServerOverHttp(() => locale.value === 'zh' ? 'zh-CN' : 'en'), { nowMs: () => Date.now(), newNonce: () => crypto.randomUUID() }, look)
    const secret = secretIn(location.hash)
    if (secret) {
      // Out of the address, the history and whatever the phone shows of it.
      history.replaceState(history.state, '', location.pathname)
      if (await join(secret)) return await beatOnce()
    }
    await phone.start()
    await beatOnce()
  }

  async function join(secret: string): Promise<boolean> {
    joinProblem.value = null
    try {
      await phone!.join(secret)
      return true
    } catch (error) {
      joinProblem.value = error instanceof GateRefused ? { title: error.title, detail: error.detail } : 'away'
      return false
    } finally {
      look()
    }
  }

  async function answer(work: (phone: GatePhone) => Promise<Shown | null>): Promise<Shown | null> {
    if (!phone || isBusy.value) return null
    isBusy.value = true
    try {
      const said = await work(phone)
      if (!said) return null
      shown.value = said
      if (said.verdict === 'admitted' || said.verdict === 'left') last.value = said
      if (said.verdict === 'undone') last.value = null
      signals.give(signalOf(said))
      return said
    } finally {
      isBusy.value = false
      look()
    }
  }

  const wakeUp = () => void (document.hidden || beatOnce())
  onMounted(() => {
    void start()
    clock = setInterval(() => { nowMs.value = Date.now() }, 1_000)
    nowMs.value = Date.now()
    addEventListener('online', wakeUp)
    document.addEventListener('visibilitychange', wakeUp)
    addEventListener('pointerdown', signals.wake)
  })
  onUnmounted(() => {
    isGone = true
    clearTimeout(beat)
    clearInterval(clock)
    removeEventListener('online', wakeUp)
    document.removeEventListener('visibilitychange', wakeUp)
    removeEventListener('pointerdown', signals.wake)
    signals.close()
  })

  return {
    face, shown, last, isBusy: readonly(isBusy), joinProblem, nowMs: readonly(nowMs), join,
    scan: (code: string, kind: 'entry' | 'exit') => answer(phone => phone.scan(code, kind)),
    admit: (ticketId: string, of: Pick<Shown, 'code' | 'reference'> | null, kind: 'entry' | 'exit' = 'entry') => answer(phone => phone.admit(ticketId, of, kind)),
    undo: (done: Shown) => answer(phone => phone.undo(done)),
    search: async (words: string) => await phone!.search(words),
    leave: async () => {
      await phone!.leave().catch((error: unknown) => { if (!(error instanceof GateAway)) throw error })
      look()
    }
  }
}

/** What a link has behind its `#`, and a QR code with such a link. */
export const secretIn = (text: string) => /#([\w-]{43})$/.exec(text.trim())?.[1] ?? null

export function signalOf({ verdict }: Pick<Shown, 'verdict'>): Signal {
  if (verdict === 'admitted') return 'good'
  return verdict === 'left' || verdict === 'undone' ? 'note' : 'bad'
}
