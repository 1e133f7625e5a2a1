import type { PlanShape, Point } from '#shared/seating/plan.ts'
import { toScreen, visibleBounds } from './camera.ts'
import { css, mix, type Rgb } from './colour.ts'
import type { Detail } from './detail.ts'
import { innerPoint, isInside, overlaps, widthAround } from './geometry.ts'
import type { SeatMapModel } from './model.ts'
import { paintTableLabels, paintTables } from './paint-furniture.ts'
import { type Scene, say, type View } from './scene.ts'

type Brush = CanvasRenderingContext2D

/** Paths of a plan in plan units, made once. */
interface PlanPaths { outlines: (Path2D | null)[], areas: Path2D[], ribbons: { category: number, path: Path2D }[][], shapes: (Path2D | null)[], anchors: Point[] }
const pathsOf = new WeakMap<SeatMapModel, PlanPaths>()

/** Paints all that lies under the seats: stage, walls, sections, standing areas. */
export function paintGround(c: Brush, scene: Scene, view: View, detail: Detail): void {
  const { model } = scene
  const paths = pathsOf.get(model) ?? makePaths(model)
  const seen = visibleBounds(view.camera, view.viewport)
  usePlanUnits(c, view)
  model.plan.shapes.forEach((shape, index) => {
    if (shape.kind !== 'text') paintShape(c, scene, view, shape, paths.shapes[index]!)
  })
  model.sections.forEach((facts, index) => {
    const outline = paths.outlines[index]
    if (!outline || !overlaps(facts.bounds, seen)) return
    c.fillStyle = scene.palette.panel
    c.fill(outline)
    c.strokeStyle = scene.palette.line
    c.lineWidth = 1 / view.camera.scale
    c.stroke(outline)
  })
  model.sections.forEach((facts, index) => {
    if (overlaps(facts.bounds, seen)) paintRibbons(c, scene, index, paths.ribbons[index]!, detail)
  })
  model.plan.areas.forEach((_, index) => paintArea(c, scene, view, index, paths.areas[index]!))
  paintTables(c, scene, view)
  paintTableLabels(c, scene, view, detail)
  c.setTransform(view.ratio, 0, 0, view.ratio, 0, 0)
  model.plan.shapes.forEach((shape, index) => paintShapeText(c, scene, view, shape, paths.anchors[index]!))
}

function makePaths(model: SeatMapModel): PlanPaths {
  const paths: PlanPaths = {
    outlines: model.plan.sections.map(section => section.outline ? closed(section.outline) : null),
    areas: model.plan.areas.map(area => closed(area.outline)),
    shapes: model.plan.shapes.map(shape => shape.kind === 'text' ? null : closed(shape.outline)),
    anchors: model.plan.shapes.map(shape => shape.kind === 'text' ? shape.at : innerPoint(shape.outline)),
    ribbons: model.sections.map(facts => facts.ribbons.map(({ category, strips }) => {
      const path = new Path2D()
      for (const strip of strips) path.addPath(open(strip))
      return { category, path }
    }))
  }
  pathsOf.set(model, paths)
  return paths
}

function open(points: readonly Point[]): Path2D {
  const path = new Path2D()
  points.forEach((point, index) => index === 0 ? path.moveTo(point.x, point.y) : path.lineTo(point.x, point.y))
  return path
}

function closed(points: readonly Point[]): Path2D {
  const path = open(points)
  path.closePath()
  return path
}

function usePlanUnits(c: Brush, { camera, viewport, ratio }: View): void {
  const scale = camera.scale * ratio
  c.setTransform(scale, 0, 0, scale, viewport.width / 2 * ratio - camera.x * scale, viewport.height / 2 * ratio - camera.y * scale)
}

function paintShape(c: Brush, { palette }: Scene, { camera }: View, shape: PlanShape, path: Path2D): void {
  c.lineJoin = 'round'
  if (shape.kind === 'wall') {
    c.strokeStyle = palette.line
    c.lineWidth = 2 / camera.scale
    c.stroke(path)
  } else if (shape.kind === 'pitch') {
    c.fillStyle = palette.pitch
    c.fill(path)
    c.strokeStyle = palette.pitchLine
    c.lineWidth = 1.5 / camera.scale
    c.stroke(path)
  } else {
    c.fillStyle = css(palette.stage)
    c.fill(path)
  }
}

/** The rows as bands: the more is sold, the paler; grey where nothing is left. */
function paintRibbons(c: Brush, scene: Scene, section: number, ribbons: { category: number, path: Path2D }[], detail: Detail): void {
  const facts = scene.model.sections[section]!
  const share = scene.model.shareLeft(section)
  c.lineWidth = facts.rowSpacing * 1.04
  c.lineCap = 'butt'
  c.lineJoin = 'round'
  for (const { category, path } of ribbons) {
    c.strokeStyle = css(bandColour(scene, category, share), detail.bandAlpha * (scene.model.isMostlyMatching(section, category) ? 1 : FADED))
    c.stroke(path)
  }
}

/** Colour of a band of which `share` is free. */
export function bandColour({ palette }: Scene, category: number, share: number): Rgb {
  if (share === 0) return palette.soldOut
  const paleness = 0.6 * (1 - Math.min(Math.sqrt(share) * 1.15, 1))
  return mix(palette.categories[category]!, palette.ground, paleness)
}

/** Strength of what does not match the filter. */
export const FADED = 0.22

function paintArea(c: Brush, scene: Scene, view: View, index: number, path: Path2D): void {
  const area = scene.model.plan.areas[index]!
  const stock = scene.model.areaStock.get(area.key)
  const colour = bandColour(scene, area.category, stock && stock.capacity > 0 ? stock.free / stock.capacity : 0)
  const strength = scene.model.isAreaMatch(index) ? 1 : FADED
  c.fillStyle = css(colour, strength)
  c.fill(path)
  const mine = scene.standingMine.has(area.key)
  c.strokeStyle = mine ? css(scene.palette.accent) : css(scene.palette.categories[area.category]!, strength)
  c.lineWidth = (mine ? 4 : 1.5) / view.camera.scale
  c.stroke(path)
}

/** The name of a stage or screen: in it, or under it where it is too thin. */
function paintShapeText(c: Brush, scene: Scene, view: View, shape: PlanShape, anchor: Point): void {
  if (!shape.label) return
  const { scale } = view.camera
  const isSpaced = scene.locale === 'en' && shape.kind !== 'text'
  const words = isSpaced ? say(shape.label, 'en').toUpperCase() : say(shape.label, scene.locale)
  const size = shape.kind === 'text' ? Math.min(shape.size * scale, 22) : 12
  if (size < 7) return
  c.font = `600 ${size}px ${scene.fontFamily}`
  c.letterSpacing = isSpaced ? '0.12em' : '0em'
  c.textAlign = 'center'
  c.textBaseline = 'middle'
  const isInIt = shape.kind !== 'text' && c.measureText(words).width + 12 <= widthAround(shape.outline, anchor, (size + 4) / scale) * scale
  const at = toScreen(view.camera, view.viewport, anchor)
  if (isInIt || shape.kind === 'text') {
    c.fillStyle = shape.kind === 'stage' || shape.kind === 'screen' ? scene.palette.stageInk : scene.palette.muted
    c.fillText(words, at.x, at.y)
  } else if (shape.kind === 'screen') {
    const below = { x: anchor.x, y: anchor.y + size * 1.7 / scale }
    const isTaken = scene.model.plan.shapes.some(other => other.kind !== 'text' && isInside(other.outline, below.x, below.y + size * 0.6 / scale))
    c.fillStyle = scene.palette.muted
    if (!isTaken) c.fillText(words, at.x, at.y + size * 1.7)
  }
  c.letterSpacing = '0em'
}
