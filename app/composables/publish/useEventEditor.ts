import type { InjectionKey } from 'vue'
import type { Category } from '#shared/api/catalogue.ts'
import type { EditedEventReply, EventFault } from '#shared/api/publishing.ts'
import { diffEvents, sizeOfChanges } from '#shared/publishing/event-diff.ts'
import type { EventDraftDocument } from '#shared/publishing/event-document.ts'
import { eventFaults } from '#shared/publishing/event-faults.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'
import { draftCopy } from './draft-copy.ts'
import { type Section, sectionOf } from './sections.ts'
import { useAutosave } from './useAutosave.ts'
import { usePlaces } from './usePlaces.ts'
import { useUndo } from './useUndo.ts'

/** What only the server can find out; the rest is known here at once. */
const SERVER_ONLY = new Set(['session-key-taken', 'category-unknown', 'cover-unknown', 'quota-below-taken'])

/** An event as it is worked on: its draft, what is wrong with it, what is different, and that nothing written is lost. */
export function useEventEditor(eventId: string, personId: string) {
  const api = useApi()
  const { t } = useI18n()
  const event = shallowRef<EditedEventReply | null>(null)
  const document = ref<EventDraftDocument>() as Ref<EventDraftDocument>
  const problem = ref<ShownProblem | null>(null)
  const categories = shallowRef<Category[]>([])
  const serverFaults = shallowRef<EventFault[]>([])
  const places = usePlaces()
  const copy = draftCopy(personId, eventId)
  const undo = useUndo(document)

  const waiting = computed(() => event.value?.submissions.find(submission => submission.state === 'pending') ?? null)
  const isLocked = computed(() => waiting.value !== null || event.value?.status === 'cancelled')
  const autosave = useAutosave({
    eventId, document, copy, isLocked: () => isLocked.value,
    onSaved: (reply) => {
      serverFaults.value = reply.faults
      undo.note()
    },
    onRefused: () => void load()
  })

  async function load(): Promise<void> {
    try {
      const [reply, tree] = await Promise.all([
        api<EditedEventReply>(`/api/publishing/events/${eventId}`),
        categories.value.length > 0 ? { categories: categories.value } : api<{ categories: Category[] }>('/api/categories')
      ])
      await places.load([...reply.document.sessions, ...reply.approvedDocument?.sessions ?? []].flatMap(session => session.venueId ?? []))
      categories.value = tree.categories
      event.value = reply
      serverFaults.value = reply.faults
      autosave.begin(reply)
      document.value = structuredClone(reply.document)
      undo.begin()
      problem.value = null
      if (!isLocked.value) await restore(reply)
    } catch (error) {
      problem.value = problemOf(error, t)
    }
  }

  /** Writing that never reached the server is taken up again; where somebody else wrote meanwhile, one is asked. */
  async function restore(reply: EditedEventReply): Promise<void> {
    const kept = copy.read()
    if (!kept || JSON.stringify(kept.document) === JSON.stringify(reply.document)) return copy.forget()
    await places.load(kept.document.sessions.flatMap(session => session.venueId ?? []))
    document.value = kept.document
    if (kept.version !== reply.version) autosave.conflict(reply.version)
  }

  async function takeNewest(): Promise<void> {
    copy.forget()
    await load()
  }

  watch(document, autosave.touched, { deep: true })

  const now = ref(new Date().toISOString())
  const minute = setInterval(() => { now.value = new Date().toISOString() }, 60_000)
  onBeforeUnmount(() => clearInterval(minute))

  const faults = computed<EventFault[]>(() => {
    if (!event.value) return []
    const known = eventFaults(document.value, { now: now.value, halls: places.hallFacts(document.value), sold: event.value.sessionFacts, approved: event.value.approvedDocument })
    const bad = autosave.issues.value.map(({ path }) => ({ path: pathByKey(document.value, path), code: 'bad-value' }))
    return [...bad, ...known, ...serverFaults.value.filter(fault => SERVER_ONLY.has(fault.code))]
  })
  const changes = computed(() => event.value?.approvedDocument ? diffEvents(event.value.approvedDocument, document.value) : [])
  const size = computed(() => event.value?.approvedDocument ? sizeOfChanges(changes.value) : 'first' as const)

  // Where one is: the open section, the field that a link asked for, and whether what is merely missing is said beside its field.
  const section = ref<Section>('basics')
  const wanted = ref<string | null>(null)
  const isStrict = ref(false)
  async function goTo(fault: { path: string, code: string }): Promise<void> {
    isStrict.value = true
    section.value = sectionOf(fault)
    wanted.value = fault.path
    await nextTick()
    await nextTick()
    const parts = fault.path.split('.')
    const field = parts.map((_part, index) => window.document.querySelector<HTMLElement>(`[data-path="${CSS.escape(parts.slice(0, parts.length - index).join('.'))}"]`)).find(Boolean)
    field?.scrollIntoView({ block: 'center' })
    field?.focus({ preventScroll: true })
  }

  return { eventId, event, document, problem, categories, places, undo, autosave, waiting, isLocked, faults, changes, size, section, wanted, isStrict, load, takeNewest, goTo }
}

/** `sessions.0.startsAt` as faults call it: by the key of the session. */
function pathByKey(document: EventDraftDocument, [list, index, ...rest]: PropertyKey[]): string {
  const items = document[list as keyof EventDraftDocument]
  const item: unknown = Array.isArray(items) && typeof index === 'number' ? items[index] : null
  const name = item && typeof item === 'object' && 'key' in item ? item.key : index
  return [list, name, ...rest].filter(part => part !== undefined).join('.')
}

export type Editor = ReturnType<typeof useEventEditor>
const EDITOR: InjectionKey<Editor> = Symbol('the event that is worked on')
export const provideEditor = (editor: Editor) => provide(EDITOR, editor)
/** The event that is worked on, inside its editor. */
export const useEditor = () => inject(EDITOR)!
