import { type Canvas, circle, draw, fade, group, mix, type Motif, path, polar, polygon, rect, short, sky, stroke, through, times } from '../canvas.ts'

/** Radio rings over layered waves. */
export const waves: Motif = {
  title: 'bottom', font: 'sans', wash: 'deep',
  palettes: [
    { ground: '#f6b17a', deep: '#0b1f3a', ink: '#fff4e3', a: '#fff1d6', b: '#e8563f', c: '#2a6f97' },
    { ground: '#bfe3df', deep: '#06343b', ink: '#f3fff9', a: '#ffffff', b: '#3fb8a8', c: '#1c6b77' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const rings = draw(7, i => circle(x, y, c.u * (15 + i * 9), 'none', { 'stroke': c.p.a, 'stroke-width': c.u * 1.1, 'opacity': 0.75 - i * 0.09 }))
    return sky(c, c.p.ground, c.p.b) + rings + circle(x, y, c.u * 11, c.p.a) + draw(7, layer => wave(c, layer))
  }
}

function wave(c: Canvas, layer: number): string {
  const top = c.h * (0.46 + layer * 0.075)
  const length = c.w / (1.2 + c.random() * 1.6)
  const shift = c.random() * 10
  const points = times(41, (i): [number, number] => {
    const x = c.w * i / 40
    return [x, top + Math.sin(x / length * 2 * Math.PI + shift) * c.u * 4.2 + Math.sin(x / length * 4.3 + shift) * c.u * 1.6]
  })
  return polygon([...points, [c.w, c.h], [0, c.h]], mix(c.p.c, c.p.deep, layer / 5 > 1 ? 1 : layer / 5), { opacity: 0.92 })
}

/** One enormous moon, its orbits and its stars. */
export const moon: Motif = {
  title: 'bottom', font: 'serif', wash: 'deep',
  palettes: [
    { ground: '#1b1240', deep: '#0a0720', ink: '#fdf1d0', a: '#f7d98b', b: '#c98a3a', c: '#8d7bd8' },
    { ground: '#0e2a3b', deep: '#051019', ink: '#e9f6ff', a: '#e8eef2', b: '#9fb4c2', c: '#58a4b0' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const r = c.u * 33
    const id = c.name('glow')
    const stars = draw(90, () => circle(c.random() * c.w, c.random() * c.h, c.u * (0.15 + c.random() * 0.35), c.p.ink, { opacity: 0.4 + c.random() * 0.6 }))
    const orbits = draw(3, i => `<ellipse cx="${short(x)}" cy="${short(y)}" rx="${short(r * (1.35 + i * 0.28))}" ry="${short(r * (0.42 + i * 0.12))}" fill="none" stroke="${c.p.c}" stroke-width="${short(c.u * 0.35)}" opacity="${0.9 - i * 0.25}" transform="rotate(-18 ${short(x)} ${short(y)})"/>`)
    const phases = draw(5, (i) => {
      const [px, py] = polar(x, y, 0.55 + i * 0.1, r * 1.24)
      return circle(px, py, c.u * 2.6, c.p.a) + circle(px + c.u * (i - 2) * 1.5, py, c.u * 2.6, c.p.ground)
    })
    const craters = draw(9, () => {
      const [px, py] = polar(x, y, c.random(), r * c.random() * 0.72)
      return circle(px, py, r * (0.04 + c.random() * 0.12), c.p.b, { opacity: 0.22 })
    })
    return sky(c, c.p.ground, c.p.deep) + fade(id, [[0, c.p.a, 0.55], [1, c.p.a, 0]], 'round') + circle(x, y, r * 1.9, `url(#${id})`) + stars + orbits
      + circle(x, y, r, c.p.a) + circle(x + r * 0.1, y + r * 0.08, r * 0.94, c.p.b, { opacity: 0.16 }) + craters + phases
  }
}

/** Curtains of light over a fan of beams. */
export const aurora: Motif = {
  title: 'top', font: 'sans', wideWash: 'deep',
  palettes: [
    { ground: '#04121f', deep: '#020810', ink: '#eafff7', a: '#3dffb0', b: '#7a5cff', c: '#15c5e8' },
    { ground: '#150520', deep: '#08020e', ink: '#fff0fb', a: '#ff5fa2', b: '#ffb347', c: '#8a5cff' }
  ],
  draw(c) {
    const base: [number, number] = [c.focus.x, c.h * 1.04]
    const curtains = draw(5, (i) => {
      const id = c.name(`curtain${i}`)
      const x0 = c.w * (-0.1 + i * 0.22)
      const edge = times(13, (s): [number, number] => [x0 + c.w * 0.46 * s / 12, c.h * (0.46 + 0.13 * Math.sin(s / 2.1 + i * 1.7 + c.random() * 0.4))])
      return fade(id, [[0, c.p.b, 0], [0.45, c.p.b, 0.5], [0.8, i % 2 ? c.p.c : c.p.a, 0.75], [1, c.p.a, 0]])
        + polygon([[x0, c.h * 0.24], [x0 + c.w * 0.46, c.h * 0.24], ...edge.reverse().map(([x, y]): [number, number] => [x, y + c.h * 0.22])], `url(#${id})`)
    })
    const beams = draw(24, (i) => {
      const turn = 0.54 + i * 0.42 / 23
      return stroke(through([base, polar(...base, turn, c.h * 1.3)]), i % 3 ? c.p.a : c.p.c, c.u * (i % 4 === 0 ? 0.9 : 0.3), { opacity: 0.55 + (i % 3) * 0.2 })
    })
    return sky(c, c.p.ground, c.p.deep) + curtains + beams + draw(5, i => circle(base[0], base[1], c.u * (7 + i * 6), 'none', { 'stroke': c.p.ink, 'stroke-width': c.u * 0.8, 'opacity': 0.9 - i * 0.16 }))
  }
}

/** Morning: rays from behind a horizon. */
export const rays: Motif = {
  title: 'top', font: 'serif', wideWash: 'ground',
  palettes: [
    { ground: '#ffd9a0', deep: '#f46d43', ink: '#5a1220', a: '#ffb562', b: '#fff3d1', c: '#d7263d' },
    { ground: '#fde2e4', deep: '#b56576', ink: '#3d1f3a', a: '#f7b2a6', b: '#fff6ee', c: '#6d597a' }
  ],
  draw(c) {
    const x = c.focus.x
    const y = c.h * 0.82
    const wedges = draw(32, i => i % 2 ? '' : polygon([[x, y], polar(x, y, 0.5 + i / 64, c.w + c.h), polar(x, y, 0.5 + (i + 1) / 64, c.w + c.h)], c.p.a))
    const suns = draw(5, i => circle(x, y, c.u * (44 - i * 8), [c.p.b, c.p.a, c.p.deep, c.p.c, c.p.b][i]!))
    const hills = polygon([[0, c.h], [0, y + c.u * 3], ...times(9, (i): [number, number] => [c.w * (i + 0.5) / 9, y + c.u * (1 + 4 * ((i * 7) % 3))]), [c.w, y], [c.w, c.h]], c.p.c)
    return rect(0, 0, c.w, c.h, c.p.ground) + wedges + suns + hills + rect(0, y + c.u * 11, c.w, c.h, c.p.ink)
  }
}

/** Bands of fog and one small light. */
export const fog: Motif = {
  title: 'top', font: 'serif',
  palettes: [{ ground: '#c9d6d5', deep: '#3b5560', ink: '#18313c', a: '#f4c95d', b: '#8fa9ac', c: '#5f7f88' }],
  draw(c) {
    const { x } = c.focus
    const y = c.h * 0.68
    const s = c.u
    const boat = polygon([[x - s * 17, y], [x + s * 17, y], [x + s * 12, y + s * 6], [x - s * 13, y + s * 6]], c.p.ink) + rect(x - s * 9, y - s * 5, s * 15, s * 5, c.p.ink)
      + rect(x - s * 2, y - s * 12, s * 3, s * 8, c.p.ink) + draw(4, i => rect(x - s * 7 + i * s * 3.2, y - s * 3.6, s * 1.6, s * 1.8, c.p.a))
    const id = c.name('lamp')
    const bands = (from: number, to: number) => draw(to - from, i => path(band(c, c.h * (0.42 + (i + from) * 0.075)), mix(c.p.ground, c.p.deep, (i + from) / 9), { opacity: 0.8 }))
    return sky(c, c.p.ground, c.p.b) + bands(0, 4) + fade(id, [[0, c.p.a, 0.9], [1, c.p.a, 0]], 'round') + circle(x + s * 16, y - s * 6, s * 22, `url(#${id})`) + boat + circle(x + s * 16, y - s * 4, s * 1.6, '#fff8e0') + bands(4, 8)
  }
}

function band(c: Canvas, top: number): string {
  const lift = c.u * (3 + c.random() * 4)
  return `M0 ${short(top)}C${short(c.w * 0.3)} ${short(top - lift)} ${short(c.w * 0.6)} ${short(top + lift)} ${short(c.w)} ${short(top - lift / 2)}L${short(c.w)} ${short(c.h)}L0 ${short(c.h)}Z`
}

/** Flakes near and far around one street lamp. */
export const snow: Motif = {
  title: 'bottom', font: 'serif', wash: 'deep',
  palettes: [{ ground: '#38466b', deep: '#141a33', ink: '#f5f3ff', a: '#ffd27d', b: '#8ea4d2', c: '#ffffff' }],
  draw(c) {
    const { x, y } = c.focus
    const s = c.u
    const id = c.name('cone')
    const lamp = fade(id, [[0, c.p.a, 0.95], [1, c.p.a, 0]]) + polygon([[x - s * 4, y - s * 18], [x + s * 4, y - s * 18], [x + s * 34, c.h * 0.86], [x - s * 34, c.h * 0.86]], `url(#${id})`)
      + rect(x - s * 0.6, y - s * 22, s * 1.2, c.h, c.p.deep) + polygon([[x - s * 6, y - s * 18], [x + s * 6, y - s * 18], [x + s * 3, y - s * 24], [x - s * 3, y - s * 24]], c.p.deep) + circle(x, y - s * 17.5, s * 2.6, '#fff6dd')
    const figures = [-9, -3.4].map((dx, i) => circle(x + dx * s, c.h * 0.6 + i * s, s * 2.1, c.p.deep) + polygon([[x + (dx - 2.6) * s, c.h * 0.6 + s * 13], [x + (dx - 1.6) * s, c.h * 0.6 + s * 2.4], [x + (dx + 1.6) * s, c.h * 0.6 + s * 2.4], [x + (dx + 2.6) * s, c.h * 0.6 + s * 13]], c.p.deep)).join('')
    const flakes = draw(120, () => {
      const near = c.random() ** 4
      return circle(c.random() * c.w, c.random() * c.h, s * (0.3 + near * 4), c.p.c, { opacity: near > 0.4 ? 0.35 : 0.9 })
    })
    return sky(c, c.p.deep, c.p.b) + lamp + figures + flakes
  }
}

/** Clouds, drops and a sun made of rings. */
export const clouds: Motif = {
  title: 'top', font: 'sans',
  palettes: [
    { ground: '#8fd3ff', deep: '#2176ae', ink: '#062a4a', a: '#ffffff', b: '#ffd23f', c: '#3a86c8' },
    { ground: '#ffd6c9', deep: '#d1495b', ink: '#40121f', a: '#ffffff', b: '#edae49', c: '#66a5ad' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const s = c.u
    const sun = draw(5, i => circle(x + s * 18, y - s * 12, s * (24 - i * 4.6), i % 2 ? c.p.ground : c.p.b))
    const cloud = (cx: number, cy: number, k: number, fill: string) => [[-16, 0, 10], [-5, -7, 13], [9, -3, 11], [18, 2, 7.5]].map(([dx, dy, r]) => circle(cx + dx! * k, cy + dy! * k, r! * k, fill)).join('') + rect(cx - 26 * k, cy, 51.5 * k, 10 * k, fill, { rx: 5 * k })
    const drops = draw(40, (i) => {
      const dx = (i % 10 - 4.5) * s * 5.2
      const dy = s * (13 + Math.floor(i / 10) * 9 + (i % 2) * 4)
      return rect(x + dx - dy * 0.25, y + dy, s * 1.3, s * (3 + (i * 7) % 4), i % 4 ? c.p.deep : c.p.ink, { rx: s * 0.65, transform: `rotate(14 ${short(x + dx)} ${short(y + dy)})` })
    })
    return rect(0, 0, c.w, c.h, c.p.ground) + sun + cloud(x - s * 26, y - s * 14, s * 0.62, c.p.c) + drops + cloud(x, y, s * 1.25, c.p.a) + group(cloud(x + s * 30, y + s * 46, s * 0.7, c.p.a), { opacity: 0.85 })
  }
}

/** A planet's rim, its ring, and a small house on the edge with the light on. */
export const planet: Motif = {
  title: 'top', font: 'sans',
  palettes: [{ ground: '#110c2b', deep: '#05040f', ink: '#ffe9c7', a: '#ff7a45', b: '#ffc06a', c: '#2f9c95' }],
  draw(c) {
    const x = c.focus.x
    const s = c.u
    const r = s * 62
    const y = c.h * 0.62 + r
    const stars = draw(110, () => circle(c.random() * c.w, c.random() * c.h * 0.8, s * (0.12 + c.random() * 0.35), c.p.ink, { opacity: 0.3 + c.random() * 0.7 }))
    const stripes = draw(6, i => circle(x - s * i * 5, y + s * i * 9, r - s * i * 9, i % 2 ? c.p.a : c.p.b, { opacity: 0.9 }))
    const top = y - r
    const house = rect(x - s * 8, top - s * 8, s * 16, s * 9, c.p.deep) + path(`M${short(x - s * 14)} ${short(top - s * 7)}Q${short(x - s * 5)} ${short(top - s * 11)} ${short(x)} ${short(top - s * 17)}Q${short(x + s * 5)} ${short(top - s * 11)} ${short(x + s * 14)} ${short(top - s * 7)}Z`, c.p.c)
      + rect(x - s * 5, top - s * 6, s * 3.4, s * 4, c.p.b) + rect(x + s * 1.6, top - s * 6, s * 3.4, s * 4, c.p.b)
      + draw(3, i => stroke(`M${short(x + s * (9 + i * 2))} ${short(top - s * (14 + i * 5))}q${short(s * 4)} ${short(-s * 3)} 0 ${short(-s * 6)}t0 ${short(-s * 6)}`, c.p.ink, s * 0.7, { 'opacity': 0.7 - i * 0.2, 'stroke-linecap': 'round' }))
    return sky(c, c.p.deep, c.p.ground) + stars + `<ellipse cx="${short(x)}" cy="${short(y - r * 0.55)}" rx="${short(r * 1.7)}" ry="${short(r * 0.2)}" fill="none" stroke="${c.p.c}" stroke-width="${short(s * 2.2)}" transform="rotate(-9 ${short(x)} ${short(y)})"/>` + stripes + house
  }
}
