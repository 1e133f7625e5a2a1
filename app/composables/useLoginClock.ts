import type { Profile, LoginState } from '#shared/api/accounts.ts'
import { createLoginClock, type LoginPhase, type LoginWord } from '~/utils/login-clock.ts'

type Session = Profile & { login: LoginState }

/** The clock of the login of whoever is signed in here, told to all tabs of this browser (S-08). */
export function useLoginClock(person: Session) {
  const { data } = useAuth()
  const phase = ref<LoginPhase>('running')
  const leftMs = ref(0)
  let touchedAt = -Infinity
  const touched = (event: Event) => { if (event.isTrusted) touchedAt = performance.now() }
  const channel = new BroadcastChannel('foyer-login')

  const clock = createLoginClock({
    now: () => performance.now(),
    wall: () => Date.now(),
    ask: async () => {
      const session = await $fetch<Session | undefined>('/api/auth/session', { retry: 0 })
      if (!session) return null
      // Somebody else has signed in in another tab: nothing of the first may stay in this one.
      if (session.id !== person.id) location.reload()
      return session.login.idleEndsInSeconds * 1000
    },
    leave: () => $fetch('/api/auth/logout', { method: 'POST', body: {}, retry: 0 }),
    isVisible: () => document.visibilityState === 'visible',
    isAtWork: () => performance.now() - touchedAt < 60_000,
    tell: word => channel.postMessage(word),
    show(next, ms) {
      phase.value = next
      leftMs.value = ms
    }
  }, person.login.idleEndsInSeconds * 1000)

  const refused = () => void clock.ask()
  const looked = () => { if (document.visibilityState === 'visible') clock.back() }
  channel.onmessage = ({ data: word }: MessageEvent<LoginWord>) => {
    if (word.say === 'left' && clock.phase() === 'ended') void clock.ask()
    else clock.hear(word)
  }
  const timer = setInterval(clock.tick, 1000)
  addEventListener('foyer:login-seen', clock.seen)
  addEventListener('foyer:login-refused', refused)
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, touched, { capture: true, passive: true })
  for (const kind of ['visibilitychange', 'resume']) document.addEventListener(kind, looked)
  onUnmounted(() => {
    clearInterval(timer)
    channel.close()
    removeEventListener('foyer:login-seen', clock.seen)
    removeEventListener('foyer:login-refused', refused)
    for (const kind of ['pointerdown', 'keydown']) removeEventListener(kind, touched, { capture: true })
    for (const kind of ['visibilitychange', 'resume']) document.removeEventListener(kind, looked)
  })

  // After signing in again in place, and whenever the page has asked for the session. Anybody else gets a page without a trace of the first.
  watch(data, (now) => {
    if (!now) return
    if (now.id !== person.id) return location.reload()
    clock.resume(now.login.idleEndsInSeconds * 1000)
    channel.postMessage({ say: 'left', ms: now.login.idleEndsInSeconds * 1000 } satisfies LoginWord)
  })

  return { phase, leftMs, stay: clock.ask }
}
