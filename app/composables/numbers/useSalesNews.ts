import { keepLine } from '~/live/keep-line.ts'
import { openEvents } from '~/live/ways.ts'

/** Many purchases within this time, in ms, are one piece of news. */
const TOGETHER_MS = 3_000

const listeners = new Set<() => void>()
let line: ReturnType<typeof keepLine> | undefined
let soon: ReturnType<typeof setTimeout> | undefined

/** Calls `heard` when something of one's own was ordered, paid or given back, for as long as the component lives. All of a page share one line. */
export function useSalesNews(heard: () => void): void {
  if (import.meta.server) return
  listeners.add(heard)
  line ??= keepLine({ path: '/api/stats', ways: [openEvents], kinds: ['news'], version: () => 0, heard: tell, lost: () => {} })
  onScopeDispose(() => {
    listeners.delete(heard)
    if (listeners.size > 0) return
    line?.stop()
    line = undefined
    clearTimeout(soon)
    soon = undefined
  })
}

function tell(): void {
  soon ??= setTimeout(() => {
    soon = undefined
    for (const listener of listeners) listener()
  }, TOGETHER_MS)
}
