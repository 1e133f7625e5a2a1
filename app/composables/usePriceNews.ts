import type { SessionReply } from '#shared/api/catalogue.ts'

/** How often prices that move are asked for again while somebody looks, in ms. */
const EVERY_MS = 10_000

/** Keeps the prices of an open session as they are now, where rules move them: while the page is seen, and at once when it is seen again. */
export function usePriceNews(session: Readonly<Ref<SessionReply | null | undefined>>, refresh: () => Promise<void>): void {
  let timer: ReturnType<typeof setInterval> | undefined
  const look = () => { if (!document.hidden) void refresh() }
  onMounted(() => {
    if (!session.value?.pricesMove) return
    timer = setInterval(look, EVERY_MS)
    document.addEventListener('visibilitychange', look)
  })
  onUnmounted(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  })
}
