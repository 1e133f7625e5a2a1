import { useSalesNews } from './useSalesNews.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/** How often figures of a running period are asked for again, in ms, whatever the feed says. */
const LIVE_MS = 30_000

/**
 * An answer of the statistics that follows its question. While a new one is on its way the old one stays, and of several the last question
 * wins. `isLive`: asked again when something was sold and now and then, as long as somebody looks at the page; what fails then is told only once nothing else is to be seen.
 */
export function useStats<T>(path: () => string, query: () => Record<string, unknown>, isLive: () => boolean = () => false) {
  const api = useApi()
  const { t } = useI18n()
  const data = shallowRef<T | null>(null)
  const problem = ref<ShownProblem | null>(null)
  const isPending = ref(false)
  let asked = 0

  async function load(isQuiet = false) {
    const mine = ++asked
    if (!isQuiet) isPending.value = true
    try {
      const answer = await api<T>(path(), { query: query() })
      if (mine !== asked) return
      data.value = answer
      problem.value = null
    } catch (error) {
      if (mine === asked && !isQuiet) problem.value = problemOf(error, t)
    } finally {
      if (mine === asked) isPending.value = false
    }
  }
  watch(() => JSON.stringify([path(), query()]), () => void load(), { immediate: true })

  const again = () => {
    if (isLive() && !isPending.value && document.visibilityState === 'visible') void load(true)
  }
  const timer = setInterval(again, LIVE_MS)
  useSalesNews(again)
  onScopeDispose(() => {
    clearInterval(timer)
    asked++
  })
  return { data, problem, isPending, load: () => load() }
}

/** The days of a period as every endpoint of statistics takes them. */
export const asQuery = ({ days, zone }: { days: { from: string, to: string }, zone: string }) => ({ ...days, zone })
