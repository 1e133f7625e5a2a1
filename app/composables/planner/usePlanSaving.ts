import type { PlanDraftReply, SavePlanDraftReply } from '#shared/api/plan-drafts.ts'
import { type Drawing, documentOf, drawingOf } from '~/planner/document.ts'
import { planCopy } from './plan-copy.ts'
import type { PlannerState } from './usePlanner.ts'

export type PlanSaveState = 'saved' | 'unsaved' | 'saving' | 'offline' | 'conflict' | 'failed'

/** The pause in the drawing after which it is saved, and how often an unreachable server is tried. */
const PAUSE_MS = 1200
const RETRY_MS = 15_000

/**
 * Saves the drawing when the hand rests, one save at a time, each on top of the version that was seen. What cannot be saved now is kept
 * in this browser and tried again; what somebody else saved meanwhile is never overwritten unasked.
 */
export function usePlanSaving({ draft, planner, drawing }: PlannerState, personId: string) {
  const { send, problem } = useWrite<SavePlanDraftReply>('PUT')
  const api = useApi()
  const copy = planCopy(personId, draft.id)
  const state = ref<PlanSaveState>('saved')
  const savedAt = ref(draft.savedAt)
  const version = ref(draft.version)
  let saved: Drawing = planner.drawing
  let running: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const isDirty = () => planner.drawing !== saved

  function again(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void saveNow(), ms)
  }

  watch(drawing, () => {
    if (!isDirty()) return settled()
    copy.keep(version.value, documentOf(planner.drawing))
    if (state.value === 'conflict') return
    if (state.value !== 'saving') state.value = 'unsaved'
    again(PAUSE_MS)
  })

  /** Undone until it is what the server has. */
  function settled(): void {
    if (state.value !== 'unsaved') return
    clearTimeout(timer)
    state.value = 'saved'
    copy.forget()
  }

  /** Saves at once; true where the server has everything. */
  async function saveNow(): Promise<boolean> {
    clearTimeout(timer)
    if (running) await running
    if (!isDirty()) return true
    if (state.value === 'conflict') return false
    running = save().finally(() => { running = null })
    await running
    return !isDirty()
  }

  async function save(): Promise<void> {
    const sent = planner.drawing
    state.value = 'saving'
    const reply = await send(`/api/plan-drafts/${draft.id}`, { body: { version: version.value, document: documentOf(sent) } })
    if (!reply) {
      const code = problem.value!.code
      state.value = code === 'draft-changed' ? 'conflict' : code === 'offline' ? 'offline' : 'failed'
      if (code !== 'draft-changed') again(RETRY_MS)
      return
    }
    version.value = reply.version
    savedAt.value = reply.savedAt
    saved = sent
    state.value = isDirty() ? 'unsaved' : 'saved'
    if (isDirty()) again(PAUSE_MS)
    else copy.forget()
  }

  /** After a conflict: what somebody else saved replaces what is here, or the other way round. */
  async function settle(keep: 'mine' | 'theirs'): Promise<void> {
    const newest = await api<PlanDraftReply>(`/api/plan-drafts/${draft.id}`)
    version.value = newest.version
    if (keep === 'theirs') {
      planner.load(drawingOf(newest.document))
      saved = planner.drawing
      savedAt.value = newest.savedAt
      copy.forget()
    }
    state.value = isDirty() ? 'unsaved' : 'saved'
    if (keep === 'mine') await saveNow()
  }

  /** What was kept in this browser, and did not reach the server last time, comes back; on top of a newer version one is asked. */
  function takeUp(): void {
    const kept = copy.read()
    if (!kept) return
    if (JSON.stringify(kept.document) === JSON.stringify(documentOf(planner.drawing))) return copy.forget()
    const restored = drawingOf(kept.document)
    if (kept.version < version.value) {
      state.value = 'conflict'
      problem.value = null
    }
    planner.act(() => restored)
  }

  const online = () => void saveNow()
  const unloading = (event: BeforeUnloadEvent) => isDirty() && event.preventDefault()
  onMounted(() => {
    takeUp()
    window.addEventListener('online', online)
    window.addEventListener('beforeunload', unloading)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    if (isDirty()) void saveNow()
    window.removeEventListener('online', online)
    window.removeEventListener('beforeunload', unloading)
  })

  return { state, savedAt, version, problem, saveNow, settle }
}

export type PlanSaving = ReturnType<typeof usePlanSaving>
