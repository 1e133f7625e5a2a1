import { circle, draw, ellipse, fade, ground, group, mix, type Motif, path, polar, polygon, rect, short, softLoop, stroke, through, times } from '../canvas.ts'

/** Mountains that ink made by falling. */
export const mountains: Motif = {
  title: 'top', font: 'serif', wideWash: 'ground',
  palettes: [{ ground: '#f1ece1', deep: '#16181d', ink: '#16181d', a: '#b8322a', b: '#8b9197', c: '#c9c4b8' }],
  draw(c) {
    const layers = draw(5, (layer) => {
      const base = c.h * (0.6 + layer * 0.095)
      const peaks = times(3, () => ({ at: c.w * c.random(), tall: c.u * (34 - layer * 5) * (0.6 + c.random() * 0.5), wide: c.u * (16 + c.random() * 12) }))
      const points = times(61, (i): [number, number] => {
        const x = c.w * i / 60
        return [x, base - peaks.reduce((sum, peak) => sum + peak.tall * Math.exp(-(Math.abs((x - peak.at) / peak.wide) ** 1.4)), 0) - c.u * c.random() * 0.9]
      })
      const id = c.name(`ink${layer}`)
      return fade(id, [[0, mix(c.p.c, c.p.deep, 0.15 + layer * 0.2), 0.95], [0.75, mix(c.p.ground, c.p.deep, layer / 6), layer === 4 ? 1 : 0.15], [1, c.p.ground, layer === 4 ? 1 : 0]])
        + polygon([...points, [c.w, base + c.h * 0.3], [0, base + c.h * 0.3]], `url(#${id})`)
    })
    const fx = c.focus.x + c.u * 17
    const drop = path(`M${short(fx)} ${short(c.h * 0.36)}C${short(fx + c.u * 2)} ${short(c.h * 0.36 + c.u * 8)} ${short(fx + c.u * 6)} ${short(c.h * 0.36 + c.u * 11)} ${short(fx + c.u * 6)} ${short(c.h * 0.36 + c.u * 16)}A${short(c.u * 6)} ${short(c.u * 6)} 0 0 1 ${short(fx - c.u * 6)} ${short(c.h * 0.36 + c.u * 16)}C${short(fx - c.u * 6)} ${short(c.h * 0.36 + c.u * 11)} ${short(fx - c.u * 2)} ${short(c.h * 0.36 + c.u * 8)} ${short(fx)} ${short(c.h * 0.36)}Z`, c.p.deep)
    return ground(c, c.p.ground) + circle(c.focus.x - c.u * 20, c.h * 0.52, c.u * 10, c.p.a) + layers + drop
  }
}

/** A flower of many layers. */
export const bloom: Motif = {
  title: 'bottom', font: 'serif',
  palettes: [
    { ground: '#f7e7df', deep: '#7a1f3d', ink: '#5a1230', a: '#e26d8a', b: '#f4b6c2', c: '#f3c04b' },
    { ground: '#14342b', deep: '#0a1f19', ink: '#fbeee6', a: '#f28f79', b: '#ffd3c2', c: '#f6c453' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const rings = draw(6, (ring) => {
      const r = c.u * (40 - ring * 6.2)
      const count = 13 - ring
      return draw(count, (i) => {
        const turn = i / count + ring * 0.037
        const [px, py] = polar(x, y, turn, r * 0.62)
        return ellipse(px, py, r * 0.46, r * 0.3, mix(ring % 2 ? c.p.b : c.p.a, c.p.deep, ring * 0.05), { 'transform': `rotate(${short(turn * 360)} ${short(px)} ${short(py)})`, 'stroke': c.p.deep, 'stroke-width': c.u * 0.22, 'stroke-opacity': 0.4 })
      })
    })
    const stamens = draw(22, (i) => {
      const [px, py] = polar(x, y, i / 22, c.u * (3 + (i % 3)))
      return circle(px, py, c.u * 0.8, c.p.c)
    })
    const leaves = [0.08, 0.42, 0.6, 0.93].map((turn) => {
      const [px, py] = polar(x, y, turn, c.u * 42)
      return ellipse(px, py, c.u * 17, c.u * 6, mix('#3c6e57', c.p.ground, 0.15), { transform: `rotate(${short(turn * 360)} ${short(px)} ${short(py)})` })
    }).join('')
    return ground(c, c.p.ground) + leaves + rings + stamens
  }
}

/** Layers of cut paper, one inside the other, with a light at the bottom of the well. */
export const papercut: Motif = {
  title: 'bottom', font: 'sans', wash: 'deep',
  palettes: [
    { ground: '#ff9f6b', deep: '#3c0f2c', ink: '#fff2df', a: '#ffd79c', b: '#e84a5f', c: '#7a1f4b' },
    { ground: '#a8e6cf', deep: '#0b3b3c', ink: '#f2fffa', a: '#fdffb6', b: '#48b89f', c: '#17646a' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const layers = draw(7, (layer) => {
      const r = c.u * (78 - layer * 10)
      const points = times(16, i => polar(x, y, i / 16, r * (0.86 + c.random() * 0.28)))
      const d = softLoop(points)
      return path(d, '#000000', { opacity: 0.28, transform: `translate(${short(c.u * 0.8)} ${short(c.u * 1.8)})` }) + path(d, layer < 3 ? mix(c.p.c, c.p.b, layer / 3) : mix(c.p.b, c.p.a, (layer - 3) / 3.2))
    })
    return ground(c, c.p.deep) + layers + circle(x, y, c.u * 9, c.p.ink)
  }
}

/** Winter post: an envelope, its stripes, its stamp. */
export const letters: Motif = {
  title: 'bottom', font: 'serif',
  palettes: [{ ground: '#efe3cf', deep: '#1d2f4f', ink: '#1d2f4f', a: '#c8382e', b: '#ffffff', c: '#a9b9cf' }],
  draw(c) {
    const { x, y } = c.focus
    const s = c.u
    const edge = draw(Math.ceil((c.w + c.h) / s / 8) + 4, i => polygon([[i * s * 16 - s * 30, -1], [i * s * 16 - s * 22, -1], [i * s * 16 - s * 22 - s * 6, s * 6], [i * s * 16 - s * 36, s * 6]], i % 2 ? c.p.a : c.p.deep))
    const envelope = (dx: number, dy: number, turn: number, fill: string, seal: string) => group(
      rect(x - s * 34, y - s * 21, s * 68, s * 42, fill, { 'rx': s * 1.2, 'stroke': c.p.deep, 'stroke-width': s * 0.35 })
      + stroke(through([[x - s * 34, y - s * 20], [x, y + s * 4], [x + s * 34, y - s * 20]]), c.p.deep, s * 0.5)
      + circle(x, y + s * 3, s * 5.4, seal) + stroke(`M${short(x - s * 2.4)} ${short(y + s * 3)}h${short(s * 4.8)}M${short(x)} ${short(y + s * 0.6)}v${short(s * 4.8)}`, c.p.b, s * 0.6),
      { transform: `translate(${short(dx)} ${short(dy)}) rotate(${turn} ${short(x)} ${short(y)})` })
    const flakes = draw(34, () => circle(c.random() * c.w, c.random() * c.h * 0.7, s * (0.4 + c.random() * 0.9), c.p.b))
    return ground(c, c.p.ground) + rect(0, 0, c.w, c.h * 0.6, c.p.c, { opacity: 0.75 }) + flakes + envelope(-s * 9, s * 6, -14, c.p.b, c.p.deep) + envelope(s * 10, -s * 7, 9, '#f8efe0', c.p.a) + group(edge, { transform: `translate(0 ${short(c.h - s * 4.2)})` }) + edge
  }
}

/** Contour lines, a route and its end. */
export const contours: Motif = {
  title: 'bottom', font: 'serif', wash: 'ground',
  palettes: [
    { ground: '#e9dfc4', deep: '#5b4a2e', ink: '#33270f', a: '#c4542b', b: '#c3ae7c', c: '#4f8a8b' },
    { ground: '#10312b', deep: '#061713', ink: '#eaf7e9', a: '#ffb703', b: '#3f7d6a', c: '#90c2a5' }
  ],
  draw(c) {
    const peaks: [number, number, number][] = [[c.focus.x - c.u * 16, c.focus.y - c.u * 4, 1.25], [c.focus.x + c.u * 30, c.focus.y + c.u * 22, 0.85]]
    const lake = path(softLoop(times(9, i => polar(c.w * 0.86, c.h * 0.12, i / 9, c.u * (15 + c.random() * 6)))), c.p.c, { opacity: 0.85 })
    const rings = peaks.map(([px, py, k]) => {
      const wobble = times(14, () => 0.82 + c.random() * 0.4)
      return draw(13, i => stroke(softLoop(times(14, s => polar(px, py, s / 14, c.u * k * (4 + i * 4.4) * (wobble[s]! * (0.5 + i / 24) + 0.5 - i / 24)))), i % 4 === 0 ? c.p.deep : c.p.b, c.u * (i % 4 === 0 ? 0.55 : 0.35)))
    }).join('')
    const [ax, ay] = [c.w * 0.1, c.h * 0.1]
    const [bx, by] = [c.focus.x - c.u * 16, c.focus.y - c.u * 4]
    const route = stroke(`M${short(ax)} ${short(ay)}C${short(ax + c.u * 40)} ${short(ay - c.u * 4)} ${short(bx - c.u * 50)} ${short(by + c.u * 10)} ${short(bx)} ${short(by)}`, c.p.a, c.u * 1.3, { 'stroke-dasharray': `${short(c.u * 3)} ${short(c.u * 2)}` })
    const cross = stroke(`M${short(bx - c.u * 4)} ${short(by - c.u * 4)}l${short(c.u * 8)} ${short(c.u * 8)}m0 ${short(-c.u * 8)}l${short(-c.u * 8)} ${short(c.u * 8)}`, c.p.a, c.u * 2.4, { 'stroke-linecap': 'round' })
    return ground(c, c.p.ground) + lake + rings + route + circle(ax, ay, c.u * 1.8, c.p.a) + cross
  }
}

/** Pools of pigment that mix where they meet. */
export const pigments: Motif = {
  title: 'top', font: 'sans',
  palettes: [
    { ground: '#f3f0e7', deep: '#0a1f5c', ink: '#0a1f5c', a: '#1f4bd8', b: '#38a3d1', c: '#6a3fb5' },
    { ground: '#fbf3e4', deep: '#6b1d1d', ink: '#4a1212', a: '#e4572e', b: '#f3a712', c: '#a8324a' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const pools = draw(8, (i) => {
      const [px, py] = polar(x, y, i / 8 + 0.05, c.u * (i % 2 ? 20 : 13))
      const r = c.u * (13 + (i * 5) % 9)
      return path(softLoop(times(11, s => polar(px, py, s / 11, r * (0.88 + c.random() * 0.24)))), [c.p.a, c.p.b, c.p.c, c.p.deep][i % 4]!, { style: 'mix-blend-mode:multiply', opacity: 0.88 })
    })
    const splashes = draw(26, () => {
      const [px, py] = polar(x, y, c.random(), c.u * (34 + c.random() * 11))
      return circle(px, py, c.u * (0.3 + c.random() * 1.3), c.p.a)
    })
    return ground(c, c.p.ground) + pools + splashes
  }
}
