import type { Added } from './add.ts'
import { remove } from './change.ts'
import { type Clip, copyOf, isEmptyClip, paste } from './copy.ts'
import { type Drawing, type ItemId, seatsIn } from './document.ts'
import { beginHistory, type History, redo, step, undo } from './history.ts'
import { NOTHING, type Selection, wholeTables } from './pick.ts'

/** Where a copy is put beside its original. */
const PASTE_SHIFT = 60

/** The drawing, what is picked of it, and the steps back and forth. Knows neither canvas nor page: both listen. */
export class Planner {
  #history: History<Drawing>
  #selection: Selection = NOTHING
  #clip: Clip | null = null
  #pasted = 0
  readonly #listeners = new Set<() => void>()

  constructor(drawing: Drawing) {
    this.#history = beginHistory(drawing)
  }

  get drawing(): Drawing { return this.#history.present }
  get selection(): Selection { return this.#selection }
  get canUndo(): boolean { return this.#history.past.length > 0 }
  get canRedo(): boolean { return this.#history.future.length > 0 }
  get canPaste(): boolean { return this.#clip !== null }
  get steps(): number { return this.#history.past.length }

  /** Calls back after every change of the drawing or the selection. @returns how to stop that */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** One act, one step back. What it adds is picked afterwards. `key`: acts of one key that follow each other are one step. */
  act(change: (drawing: Drawing, selection: Selection) => Drawing | Added, key: string | null = null): void {
    const result = change(this.drawing, this.#selection)
    const drawing = 'added' in result ? result.drawing : result
    this.#history = step(this.#history, drawing, key)
    this.#selection = 'added' in result ? result.added : stillThere(drawing, this.#selection)
    this.#tell()
  }

  /** Picks; a chair brings its whole table. */
  select(selection: Selection): void {
    this.#selection = wholeTables(this.drawing, selection)
    // A nudge after picking something else is a step of its own.
    this.#history = { ...this.#history, key: null }
    this.#tell()
  }

  /** Picks more, or lets go of what was picked already. */
  toggle(items: Iterable<ItemId>): void {
    const next = new Set(this.#selection)
    const chosen = [...wholeTables(this.drawing, new Set(items))]
    const isPicked = chosen.every(id => next.has(id))
    for (const id of chosen) {
      if (isPicked) next.delete(id)
      else next.add(id)
    }
    this.select(next)
  }

  undo(): void { this.#go(undo(this.#history)) }
  redo(): void { this.#go(redo(this.#history)) }

  copy(): void {
    const clip = copyOf(this.drawing, this.#selection)
    if (isEmptyClip(clip)) return
    this.#clip = clip
    this.#pasted = 0
  }

  cut(): void {
    this.copy()
    this.delete()
  }

  paste(): void {
    const clip = this.#clip
    if (!clip) return
    const shift = PASTE_SHIFT * ++this.#pasted
    this.act(drawing => paste(drawing, clip, shift, shift))
  }

  /** A copy beside the original, without what was copied before being lost. */
  duplicate(dx = PASTE_SHIFT, dy = PASTE_SHIFT): void {
    const clip = copyOf(this.drawing, this.#selection)
    if (!isEmptyClip(clip)) this.act(drawing => paste(drawing, clip, dx, dy))
  }

  delete(): void {
    this.act(remove)
  }

  /** Another drawing altogether, for example one that somebody else saved meanwhile: nothing to step back to. */
  load(drawing: Drawing): void {
    this.#history = beginHistory(drawing)
    this.#selection = NOTHING
    this.#tell()
  }

  #go(history: History<Drawing>): void {
    this.#history = history
    this.#selection = stillThere(history.present, this.#selection)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function stillThere(drawing: Drawing, selection: Selection): Selection {
  if (selection.size === 0) return selection
  const there = new Set<ItemId>([...drawing.areas, ...drawing.shapes, ...drawing.marks].map(item => item.id))
  for (const { seat } of seatsIn(drawing)) there.add(seat.id)
  const left = [...selection].filter(id => there.has(id))
  return left.length === selection.size ? selection : new Set(left)
}
