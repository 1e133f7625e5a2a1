import type { EditedEventReply, SaveDraftReply } from '#shared/api/publishing.ts'
import { type EventDraftDocument, eventDraftDocument } from '#shared/publishing/event-document.ts'
import type { draftCopy } from './draft-copy.ts'

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'offline' | 'conflict' | 'failed' | 'invalid'

/** The pause in the writing after which it is saved, and how often an unreachable server is tried. */
const PAUSE_MS = 900
const RETRY_MS = 15_000

interface AutosaveDeps {
  eventId: string
  document: Ref<EventDraftDocument>
  copy: ReturnType<typeof draftCopy>
  isLocked: () => boolean
  onSaved: (reply: SaveDraftReply) => void
  /** An admin has it now, or it was cancelled: it cannot be written any more. */
  onRefused: () => void
}

/**
 * Saves what is written when the writing pauses, one save at a time, each on top of the version that was seen. What cannot be
 * saved now is kept in this browser and tried again.
 */
export function useAutosave(deps: AutosaveDeps) {
  const { send, problem } = useWrite<SaveDraftReply>('PUT')
  const state = ref<SaveState>('saved')
  const savedAt = ref<string | null>(null)
  const issues = shallowRef<{ path: PropertyKey[] }[]>([])
  const version = ref(0)
  let newest = 0
  let written = ''
  let running: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const isDirty = () => JSON.stringify(deps.document.value) !== written

  function begin(event: Pick<EditedEventReply, 'version' | 'document' | 'updatedAt'>): void {
    clearTimeout(timer)
    version.value = event.version
    written = JSON.stringify(event.document)
    savedAt.value = event.updatedAt
    state.value = 'saved'
  }

  function touched(): void {
    if (deps.isLocked()) return
    if (!isDirty()) return void (state.value === 'unsaved' && (state.value = 'saved'))
    deps.copy.keep(version.value, deps.document.value)
    if (state.value === 'conflict') return
    if (state.value !== 'saving') state.value = 'unsaved'
    again(PAUSE_MS)
  }

  function again(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void saveNow(), ms)
  }

  /** Saves at once; true where the server has everything. */
  async function saveNow(): Promise<boolean> {
    clearTimeout(timer)
    if (running) await running
    if (deps.isLocked() || !isDirty()) return true
    if (state.value === 'conflict') return false
    running = save().finally(() => { running = null })
    await running
    return !isDirty()
  }

  async function save(): Promise<void> {
    const parsed = eventDraftDocument.safeParse(deps.document.value)
    issues.value = parsed.error?.issues ?? []
    if (!parsed.success) return void (state.value = 'invalid')
    const text = JSON.stringify(deps.document.value)
    state.value = 'saving'
    const reply = await send(`/api/publishing/events/${deps.eventId}/draft`, { body: { version: version.value, document: parsed.data } })
    if (reply) accept(reply, text)
    else refuse()
  }

  function accept(reply: SaveDraftReply, text: string): void {
    version.value = reply.version
    savedAt.value = reply.savedAt
    written = text
    deps.onSaved(reply)
    if (!isDirty()) {
      state.value = 'saved'
      return deps.copy.forget()
    }
    state.value = 'unsaved'
    again(PAUSE_MS)
  }

  function refuse(): void {
    const code = problem.value!.code
    if (code === 'draft-changed') newest = Number(problem.value!.data.version)
    state.value = code === 'draft-changed' ? 'conflict' : code === 'offline' ? 'offline' : 'failed'
    if (code === 'under-review' || code === 'illegal-transition') deps.onRefused()
    else if (code !== 'draft-changed') again(RETRY_MS)
  }

  /** What was kept here was written on top of an older version than `version`. */
  function conflict(version: number): void {
    newest = version
    state.value = 'conflict'
  }

  /** The event is no more: nothing of it is written or kept any longer. */
  function forgetAll(): void {
    clearTimeout(timer)
    written = JSON.stringify(deps.document.value)
    deps.copy.forget()
  }

  /** What is written here replaces what somebody else wrote meanwhile. */
  async function keepMine(): Promise<void> {
    version.value = newest
    state.value = 'unsaved'
    await saveNow()
  }

  const online = () => void saveNow()
  const unloading = (event: BeforeUnloadEvent) => isDirty() && !deps.isLocked() && event.preventDefault()
  onMounted(() => {
    window.addEventListener('online', online)
    window.addEventListener('beforeunload', unloading)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    window.removeEventListener('online', online)
    window.removeEventListener('beforeunload', unloading)
  })

  return { state, savedAt, version, issues, problem, begin, touched, saveNow, keepMine, forgetAll, isDirty, conflict }
}
