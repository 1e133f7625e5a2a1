import type { NotificationsReply } from '#shared/api/notices.ts'

const EVERY_MS = 60_000

/** How many notices are unread: the same number for the bell and the page. */
export const useUnread = () => useState<number>('unread-notices', () => 0)

/**
 * Asks once a minute, while the page is in sight and somebody is at work on it: a page left open must not keep its login
 * alive by asking (S-07).
 */
export function useUnreadWatch() {
  const unread = useUnread()
  const api = useApi()
  let isActive = true
  let timer: ReturnType<typeof setInterval> | undefined
  const noteActive = () => { isActive = true }

  async function ask() {
    if (!isActive || document.hidden) return
    isActive = false
    const page = await api<NotificationsReply>('/api/notifications', { query: { limit: 1 } }).catch(() => null)
    if (page) unread.value = page.unread
  }

  onMounted(() => {
    void ask()
    timer = setInterval(() => void ask(), EVERY_MS)
    for (const sign of SIGNS) addEventListener(sign, noteActive, { passive: true })
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    for (const sign of SIGNS) removeEventListener(sign, noteActive)
  })
  return unread
}

const SIGNS = ['pointerdown', 'keydown', 'scroll'] as const
