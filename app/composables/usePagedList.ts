import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/**
 * A list that comes page by page from an endpoint with `cursor` and `nextCursor`. It is asked anew whenever `query` changes; an
 * answer to an older question is thrown away. `reply` is the first page, whose counts stand above the list.
 */
export function usePagedList<Reply extends { nextCursor: string | null }, Row>(path: string, query: () => Record<string, string | undefined>, rowsOf: (reply: Reply) => Row[]) {
  const api = useApi()
  const { t } = useI18n()
  const rows = shallowRef<Row[] | null>(null)
  const reply = shallowRef<Reply | null>(null)
  const next = ref<string | null>(null)
  const pending = ref(false)
  const problem = ref<ShownProblem | null>(null)
  let asked = 0

  async function ask(cursor: string | null) {
    const mine = ++asked
    pending.value = true
    try {
      const page = await api<Reply>(path, { query: { ...query(), ...cursor && { cursor } } })
      if (mine !== asked) return
      rows.value = cursor ? [...rows.value ?? [], ...rowsOf(page)] : rowsOf(page)
      if (!cursor) reply.value = page
      next.value = page.nextCursor
      problem.value = null
    } catch (error) {
      if (mine === asked) problem.value = problemOf(error, t)
    } finally {
      if (mine === asked) pending.value = false
    }
  }

  const reload = () => ask(null)
  onMounted(reload)
  watch(() => JSON.stringify(query()), reload)
  return { rows, reply, hasMore: computed(() => next.value !== null), pending, problem, reload, more: () => ask(next.value) }
}
