import type { JobRunsReply, JobRunView, JobsReply } from '#shared/api/jobs.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/** Looked at again so soon while something runs, in ms; and while nothing does. */
const BUSY_MS = 2_000
const CALM_MS = 15_000

/** The jobs of the house and their runs: looked at again and again, and not while nobody looks at the page. */
export function useJobs() {
  const { t } = useI18n()
  const api = useApi()
  const jobs = shallowRef<JobsReply['jobs'] | null>(null)
  const dead = shallowRef<JobRunView[]>([])
  const runs = shallowRef<JobRunView[]>([])
  const nextCursor = ref<string | null>(null)
  const filters = reactive({ job: '', state: '' })
  const problem = ref<ShownProblem | null>(null)
  /** Older pages are on the screen: what is read again is the top of the list only. */
  let shownPages = 1
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  const page = (query: Record<string, string | undefined>) => api<JobRunsReply>('/api/admin/jobs/runs', { query })
  const wanted = () => ({ job: filters.job || undefined, state: filters.state || undefined })

  async function look() {
    clearTimeout(timer)
    const asked = { ...filters }
    if (document.visibilityState === 'visible') {
      try {
        const [all, given, newest] = await Promise.all([api<JobsReply>('/api/admin/jobs'), page({ state: 'dead' }), page(wanted())])
        // The filters may be others by now.
        if (asked.job === filters.job && asked.state === filters.state) take(all, given, newest)
        problem.value = null
      } catch (error) {
        problem.value = problemOf(error, t)
      }
    }
    clearTimeout(timer)
    if (!isGone) timer = setTimeout(look, isBusy() ? BUSY_MS : CALM_MS)
  }

  function take(all: JobsReply, given: JobRunsReply, newest: JobRunsReply) {
    jobs.value = all.jobs
    dead.value = given.runs
    const older = shownPages > 1 ? runs.value.filter(run => run.id < (newest.runs.at(-1)?.id ?? '')) : []
    runs.value = [...newest.runs, ...older]
    if (shownPages === 1) nextCursor.value = newest.nextCursor
  }

  async function more() {
    try {
      const { runs: older, nextCursor: next } = await page({ ...wanted(), cursor: nextCursor.value ?? undefined })
      shownPages++
      runs.value = [...runs.value, ...older]
      nextCursor.value = next
    } catch (error) {
      problem.value = problemOf(error, t)
    }
  }

  const isBusy = () => jobs.value?.some(job => job.next?.state === 'running' || (job.next?.nextTryAt && new Date(job.next.nextTryAt).getTime() < Date.now() + BUSY_MS)) ?? false

  watch(filters, () => {
    shownPages = 1
    void look()
  })
  onMounted(look)
  onBeforeUnmount(() => {
    isGone = true
    clearTimeout(timer)
  })
  return { jobs, dead, runs, nextCursor, filters, problem, look, more }
}
