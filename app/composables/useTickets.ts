import type { TicketListReply } from '#shared/tickets/ticket-reply.ts'
import { canKeepPages, forgetPages, keepPage, keptData } from '~/utils/kept-pages.ts'
import { type KeptTickets, tidyTickets } from '~/utils/kept-tickets.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/**
 * Tickets from `path` of the API, kept in this browser: what it knows is shown at once and without network, then asked for anew.
 * Read in the browser only: they are private and never part of a cached page.
 */
export function useTickets(path: string, secret: string | null) {
  const api = useApi()
  const { t } = useI18n()
  const { data: person, status, getSession } = useAuth()
  const page = useRoute().path
  const reply = ref<TicketListReply | null>(null)
  const problem = ref<ShownProblem | null>(null)
  /** The network is away, and what is shown is of then, in ms since 1970. */
  const keptAtMs = ref<number | null>(null)
  /** What the server's clock is ahead of this one: codes that move go by it. */
  const clockOffsetMs = ref(0)
  const isKept = ref(false)
  let isOfAccount = false

  async function look() {
    try {
      const fresh = await api<TicketListReply>(path, { secret })
      show(fresh, new Date(fresh.now).getTime() - Date.now(), null)
      // Without network the login could not be asked for, which looks like none; now it can.
      if (status.value === 'unauthenticated' && isOfAccount) await getSession({ force: true }).catch(() => null)
      await keep(fresh).catch(() => {})
    } catch (error) {
      const shown = problemOf(error, t)
      // Not his any more: what this browser still has of it goes too.
      if ([401, 403, 404].includes(shown.status)) await forgetKept()
      if (!reply.value || [403, 404].includes(shown.status)) problem.value = shown
    }
  }

  async function lookHere() {
    const kept = await keptData<KeptTickets>(page).catch(() => null)
    if (kept && !reply.value && (!kept.owner || !person.value || kept.owner === person.value.id)) {
      show(kept.reply, kept.clockOffsetMs, kept.keptAtMs)
      isKept.value = true
      isOfAccount = kept.owner !== null
    }
  }

  function show(fresh: TicketListReply, offsetMs: number, atMs: number | null) {
    reply.value = fresh
    clockOffsetMs.value = offsetMs
    keptAtMs.value = atMs
    problem.value = null
  }

  async function keep(fresh: TicketListReply) {
    if (!canKeepPages()) return
    const owner = status.value === 'authenticated' && !secret ? person.value?.id ?? null : null
    await tidyTickets(person.value?.id ?? null)
    await keepPage(page, { owner, reply: fresh, keptAtMs: Date.now(), clockOffsetMs: clockOffsetMs.value } satisfies KeptTickets, fresh.tickets.map(ticket => ticket.occasion.posterUrl))
    isKept.value = true
  }

  async function forgetKept() {
    if (canKeepPages()) await forgetPages(kept => kept === page).catch(() => {})
    isKept.value = false
  }

  onMounted(async () => {
    await lookHere()
    await look()
  })
  whenOnline(look)
  return { reply, problem, keptAtMs, clockOffsetMs, isKept, look }
}

/** The network came back. */
function whenOnline(then: () => void) {
  onMounted(() => window.addEventListener('online', then))
  onUnmounted(() => window.removeEventListener('online', then))
}
