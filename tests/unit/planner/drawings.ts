import { emptyDocument } from '#shared/seating/plan-document.ts'
import { type Drawing, drawingOf } from '~/planner/document.ts'
import type { BlockWish } from '~/planner/lay-seats.ts'
import { addShape } from '~/planner/add.ts'

/** Paper with two price zones and nothing on it. */
export const blankDrawing = (): Drawing => drawingOf(emptyDocument({ en: 'Hall', zh: '大厅' }, [
  { key: 'best', name: { en: 'Best', zh: '甲票' }, color: '#0072b2' }, { key: 'rest', name: { en: 'Rest', zh: '乙票' }, color: '#e69f00' }
]))

/** A straight block below the origin. */
export const block = (rows: number, seatsPerRow: number): BlockWish => ({ at: { x: 0, y: 0 }, rows, seatsPerRow, seatPitch: 55, rowPitch: 95, bend: 0, growth: 'same', rotation: 0, aislesAfter: [], aisle: 0 })

/** The same with a stage above the origin. */
export const withStage = (drawing: Drawing): Drawing => addShape(drawing, 'stage', [{ x: -500, y: -700 }, { x: 500, y: -700 }, { x: 500, y: -300 }, { x: -500, y: -300 }]).drawing
