import type { InjectionKey } from 'vue'
import type { PlanDraftReply } from '#shared/api/plan-drafts.ts'
import { moveBy, mirror, rotateBy } from '~/planner/transform.ts'
import type { Board } from '~/planner/board.ts'
import { drawingOf } from '~/planner/document.ts'
import { type KeyAct, nudgeOf } from '~/planner/key-map.ts'
import { everything, grown, type Selection } from '~/planner/pick.ts'
import { Planner } from '~/planner/planner.ts'
import type { ToolName, ToolSettings } from '~/planner/tools/tool.ts'

/**
 * The editor's state for its components. The planner is plain TypeScript; what components read of it is copied here after each change,
 * by reference.
 */
export function usePlanner(draft: PlanDraftReply) {
  const { t } = useI18n()
  const planner = markRaw(new Planner(drawingOf(draft.document)))
  const drawing = shallowRef(planner.drawing)
  const selection = shallowRef<Selection>(planner.selection)
  const steps = reactive({ canUndo: false, canRedo: false, canPaste: false })
  const board = shallowRef<Board | null>(null)
  const tool = ref<ToolName>('select')
  const said = ref('')
  const settings = reactive<ToolSettings>({
    category: draft.document.categories[0]?.key ?? '', into: { name: { en: t('planner.newSection'), zh: t('planner.newSection') } },
    seatPitch: 55, rowPitch: 95, grid: 5, snapsToNeighbours: true, table: { form: 'round', chairs: 8, width: 150, height: 80, soldAs: 'chair' }, markKind: 'entrance',
    text: { en: 'Text', zh: '文字' }, brush: 'category', stageLabel: { en: 'Stage', zh: '舞台' }, screenLabel: { en: 'Screen', zh: '银幕' }
  })

  planner.listen(() => {
    drawing.value = planner.drawing
    selection.value = planner.selection
    Object.assign(steps, { canUndo: planner.canUndo, canRedo: planner.canRedo, canPaste: planner.canPaste })
    if (!planner.drawing.categories.some(category => category.key === settings.category)) settings.category = planner.drawing.categories[0]?.key ?? ''
  })

  function take(name: ToolName): void {
    tool.value = name
    board.value?.take(name)
  }

  /** Picks, and brings it into sight. */
  function show(items: Selection): void {
    planner.select(items)
    board.value?.showPicked()
  }

  function stepRow(by: 1 | -1): void {
    const rows = planner.drawing.sections.flatMap(section => section.rows.map(row => ({ section, row })))
    if (rows.length === 0) return
    const now = rows.findIndex(({ row }) => row.seats.some(seat => planner.selection.has(seat.id)))
    const next = rows[(now + by + rows.length) % rows.length]!
    show(new Set(next.row.seats.map(seat => seat.id)))
    said.value = t('planner.pickedRow', { section: next.section.name.en, row: next.row.label, n: next.row.seats.length })
  }

  const nudge = (dx: number, dy: number) => planner.act((now, picked) => moveBy(now, picked, dx, dy), 'nudge')

  /** What a key asks for. @returns whether that was ours */
  function perform(act: KeyAct, event: KeyboardEvent): boolean {
    if (act.startsWith('tool:')) {
      take(act.slice(5) as ToolName)
      return true
    }
    const by = nudgeOf(event)
    switch (act) {
      case 'undo': planner.undo(); break
      case 'redo': planner.redo(); break
      case 'copy': planner.copy(); break
      case 'cut': planner.cut(); break
      case 'paste': planner.paste(); break
      case 'duplicate': planner.duplicate(); break
      case 'delete': planner.delete(); break
      case 'all': planner.select(everything(planner.drawing)); break
      case 'row': case 'section': planner.select(grown(planner.drawing, planner.selection, act)); break
      case 'next-row': stepRow(1); break
      case 'previous-row': stepRow(-1); break
      case 'left': nudge(-by, 0); break
      case 'right': nudge(by, 0); break
      case 'up': nudge(0, -by); break
      case 'down': nudge(0, by); break
      case 'turn-left': planner.act((now, picked) => rotateBy(now, picked, event.altKey ? -1 : -5), 'turn'); break
      case 'turn-right': planner.act((now, picked) => rotateBy(now, picked, event.altKey ? 1 : 5), 'turn'); break
      case 'mirror': planner.act((now, picked) => mirror(now, picked, 'horizontal')); break
      case 'zoom-in': board.value?.zoom(1.25); break
      case 'zoom-out': board.value?.zoom(0.8); break
      case 'show-all': board.value?.showAll(); break
      case 'show-picked': board.value?.showPicked(); break
      case 'finish': board.value?.tool.finish?.(); break
      case 'cancel': board.value?.tool.cancel(); break
      default: return false
    }
    return true
  }

  return { draft, planner, drawing, selection, steps, board, tool, settings, said, take, show, perform }
}

export type PlannerState = ReturnType<typeof usePlanner>
const KEY: InjectionKey<PlannerState> = Symbol('planner')

/** For the parts of the editor. */
export function provideThePlanner(state: PlannerState): void {
  provide(KEY, state)
}

/** The editor that this component is a part of. */
export function useThePlanner(): PlannerState {
  const state = inject(KEY)
  if (!state) throw new Error('outside the plan editor')
  return state
}
