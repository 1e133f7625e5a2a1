import { circle, draw, ellipse, fade, ground, group, mix, type Motif, path, polygon, rect, short, sky, stroke, times } from '../canvas.ts'

/** Roofs behind roofs, aerials, and a low sun. */
export const rooftops: Motif = {
  title: 'top', font: 'sans', wideWash: 'ground',
  palettes: [{ ground: '#ffb4a2', deep: '#2d1e2f', ink: '#3b1c32', a: '#ff6b57', b: '#ffe0a3', c: '#6a4c70' }],
  draw(c) {
    const s = c.u
    const rows = draw(4, (row) => {
      const base = c.h * (0.56 + row * 0.12)
      const fill = mix(c.p.a, c.p.deep, 0.25 + row * 0.25)
      return draw(9, (i) => {
        const x = c.w * (i - 0.5 + (row % 2) * 0.4) / 8
        const width = c.w / 8 * (0.9 + c.random() * 0.4)
        const lift = s * (c.random() * 12)
        const roof = c.random() < 0.5 ? polygon([[x, base - lift], [x + width / 2, base - lift - s * 7], [x + width, base - lift]], fill) : rect(x + width * 0.2, base - lift - s * 5, width * 0.25, s * 6, fill)
        const aerial = c.random() < 0.5 ? stroke(`M${short(x + width * 0.7)} ${short(base - lift)}v${short(-s * 10)}m${short(-s * 3)} ${short(s * 2)}h${short(s * 6)}m${short(-s * 5)} ${short(s * 2)}h${short(s * 4)}`, fill, s * 0.5) : ''
        const panes = row < 1 ? '' : draw(4, p => c.random() < 0.45 ? rect(x + width * (0.18 + (p % 2) * 0.36), base - lift + s * (3 + Math.floor(p / 2) * 6), width * 0.2, s * 3.2, c.p.b) : '')
        return rect(x, base - lift, width, c.h, fill) + roof + aerial + panes
      })
    })
    const laundry = stroke(`M${short(c.w * 0.08)} ${short(c.h * 0.6)}Q${short(c.w * 0.4)} ${short(c.h * 0.66)} ${short(c.w * 0.72)} ${short(c.h * 0.57)}`, c.p.deep, s * 0.4)
      + draw(6, i => rect(c.w * (0.16 + i * 0.085), c.h * (0.617 + 0.012 * Math.sin(i)), s * (4 + i % 3), s * (6 + (i * 5) % 4), [c.p.b, '#ffffff', c.p.c][i % 3]!))
    return sky(c, c.p.ground, c.p.b) + circle(c.focus.x + s * 12, c.h * 0.5, s * 20, c.p.a) + rows + laundry
  }
}

/** A train at night: lit windows over a dark plain. */
export const nightTrain: Motif = {
  title: 'top', font: 'serif', wideWash: 'deep',
  palettes: [{ ground: '#14213d', deep: '#070d1c', ink: '#fbe6b5', a: '#fca311', b: '#ffe1a1', c: '#3a4f7a' }],
  draw(c) {
    const s = c.u
    const y = c.h * 0.6
    const tall = s * 24
    const stars = draw(70, () => circle(c.random() * c.w, c.random() * y, s * (0.15 + c.random() * 0.3), c.p.ink, { opacity: 0.8 }))
    const hills = polygon([[0, y + s * 8], ...times(13, (i): [number, number] => [c.w * i / 12, y - s * (4 + 14 * Math.abs(Math.sin(i * 1.3)))]), [c.w, y + s * 8]], c.p.c, { opacity: 0.55 })
    const width = s * 15
    const windows = draw(Math.ceil(c.w / width) + 1, (i) => {
      const x = i * width - s * 4
      const sitter = i % 3 === 1 ? circle(x + s * 6, y + s * 9, s * 2.3, c.p.deep) + rect(x + s * 3, y + s * 11.5, s * 6, s * 6, c.p.deep, { rx: s * 2 }) : ''
      return rect(x, y + s * 5, s * 11.5, s * 11, i % 4 === 2 ? c.p.a : c.p.b, { rx: s * 1.6 }) + sitter
    })
    const sheen = draw(Math.ceil(c.w / width) + 1, i => polygon([[i * width - s * 4, y + tall + s * 5], [i * width + s * 7.5, y + tall + s * 5], [i * width + s * 2, c.h], [i * width - s * 14, c.h]], c.p.a, { opacity: 0.16 }))
    return sky(c, c.p.deep, c.p.ground) + stars + circle(c.w * 0.82, c.h * 0.42, s * 7, c.p.ink) + hills + rect(0, y, c.w, tall, mix(c.p.a, c.p.deep, 0.72)) + rect(0, y + s * 18.4, c.w, s * 1.4, c.p.a) + windows + rect(0, y + tall, c.w, c.h, c.p.deep) + sheen + rect(0, y + tall + s * 4, c.w, s * 0.8, c.p.c)
  }
}

/** Neon that falls like rain on a wet street. */
export const rain: Motif = {
  title: 'bottom', font: 'sans', wash: 'deep',
  palettes: [
    { ground: '#1a0033', deep: '#07000f', ink: '#f8f0ff', a: '#ff2e93', b: '#21e6ff', c: '#8b3dff' },
    { ground: '#00201b', deep: '#000a08', ink: '#efffee', a: '#c6ff3d', b: '#00ffa3', c: '#00b3ff' }
  ],
  draw(c) {
    const ids = ['a', 'b', 'c'].map(k => c.name(`rain-${k}`))
    const defs = ids.map((id, i) => fade(id, [[0, [c.p.a, c.p.b, c.p.c][i]!, 0], [1, [c.p.a, c.p.b, c.p.c][i]!]])).join('')
    const count = Math.round(c.w / c.u / 1.5)
    const streaks = draw(count, (i) => {
      const near = c.random() ** 3
      const length = c.h * (0.12 + c.random() * 0.5)
      const end = c.h * (0.2 + c.random() * 0.5)
      const width = c.u * (0.25 + near * 2.6)
      const x = c.w * (i + c.random()) / count
      return rect(x, end - length, width, length, `url(#${ids[i % 3]})`, { rx: width / 2 }) + circle(x + width / 2, end, width * 0.9, '#ffffff')
    })
    const pools = draw(9, () => ellipse(c.random() * c.w, c.h * (0.68 + c.random() * 0.22), c.u * (6 + c.random() * 16), c.u * (0.8 + c.random() * 1.8), 'none', { 'stroke': [c.p.a, c.p.b, c.p.c][Math.floor(c.random() * 3)]!, 'stroke-width': c.u * 0.5 }))
    return defs + sky(c, c.p.deep, c.p.ground) + streaks + pools
  }
}

/** Arches of a canal bridge and their reflections: circles of night. */
export const bridge: Motif = {
  title: 'top', font: 'serif', wideWash: 'deep',
  palettes: [{ ground: '#0f3440', deep: '#061a21', ink: '#f9e2b8', a: '#e0803a', b: '#f9e2b8', c: '#235e6b' }],
  draw(c) {
    const s = c.u
    const { x } = c.focus
    const y = c.h * 0.66
    const arches = [-46, 0, 46].map((dx, i) => circle(x + dx * s, y, s * 20, i === 1 ? c.p.a : mix(c.p.c, c.p.ground, 0.25)) + circle(x + dx * s, y, s * 20, c.p.deep, { opacity: i === 1 ? 0 : 0.3 })).join('')
    const bricks = draw(7, row => draw(Math.ceil(c.w / s / 9) + 1, i => rect(i * s * 9 - (row % 2) * s * 4.5, y - s * 27 + row * s * 4, s * 8.4, s * 3.4, mix(c.p.c, c.p.deep, 0.35 + c.random() * 0.25))))
    const ripples = draw(16, i => rect(x - s * (26 - i * 0.8) + (i % 3) * s * 5, y + s * (3 + i * 2.3), s * (38 - i * 1.6), s * 0.8, i % 3 ? c.p.b : c.p.a, { opacity: 0.7 - i * 0.035, rx: s * 0.4 }))
    const clip = c.name('arch')
    const player = circle(x + s * 1, y - s * 11, s * 2.6, c.p.deep) + path(`M${short(x - s * 3)} ${short(y - s * 8)}h${short(s * 6)}l${short(s * 2)} ${short(s * 8.5)}h${short(-s * 10)}z`, c.p.deep) + stroke(`M${short(x + s * 1)} ${short(y - s * 8)}l${short(-s * 9)} ${short(-s * 2)}l${short(-s * 3)} ${short(-s * 2.4)}`, c.p.b, s * 1.1, { 'stroke-linecap': 'round' })
    return sky(c, c.p.deep, c.p.ground) + `<clipPath id="${clip}"><rect x="0" y="0" width="${short(c.w)}" height="${short(y)}"/></clipPath>` + bricks + group(arches, { 'clip-path': `url(#${clip})` }) + player + rect(0, y, c.w, c.h, c.p.deep) + group(arches, { 'transform': `translate(0 ${short(y * 2)}) scale(1 -1)`, 'clip-path': `url(#${clip})`, 'opacity': 0.45 }) + ripples
  }
}

/** Sofas from behind, and the light they face. */
export const lounge: Motif = {
  title: 'top', font: 'serif',
  palettes: [{ ground: '#3b1d2b', deep: '#1a0a12', ink: '#3b1d2b', a: '#f6c7a8', b: '#ffeedd', c: '#8e3b46' }],
  draw(c) {
    const s = c.u
    const screen = c.h * (c.w > c.h ? 0.64 : 0.56)
    const side = c.w * (c.w > c.h ? 0.025 : 0.04)
    const id = c.name('light')
    const sofa = (x: number, y: number, k: number, fill: string) => rect(x - 15 * k, y, 30 * k, 22 * k, fill, { rx: 5 * k }) + rect(x - 19 * k, y + 8 * k, 7 * k, 18 * k, mix(fill, '#000000', 0.2), { rx: 3 * k }) + rect(x + 12 * k, y + 8 * k, 7 * k, 18 * k, mix(fill, '#000000', 0.2), { rx: 3 * k })
    const head = (x: number, y: number, k: number) => circle(x, y, 4.6 * k, c.p.deep)
    const row = (y: number, k: number, fill: string, shift: number) => draw(Math.ceil(c.w / (42 * k)) + 2, (i) => {
      const x = (i - 0.5 + shift) * 42 * k
      return ((i * 5 + Math.round(shift * 4)) % 3 ? head(x - 6 * k, y - 1 * k, k) + head(x + 6 * k, y - 2 * k, k) : '') + sofa(x, y, k, fill)
    })
    return ground(c, c.p.ground) + rect(side, c.h * 0.05, c.w - 2 * side, screen - c.h * 0.05, c.p.b, { rx: s * 1.5 }) + fade(id, [[0, c.p.a, 0.85], [1, c.p.ground, 0]]) + polygon([[side, screen], [c.w - side, screen], [c.w * 1.1, c.h], [-c.w * 0.1, c.h]], `url(#${id})`)
      + row(screen + s * 9, s * 0.55, c.p.c, 0.2) + row(screen + s * 18, s * 0.8, mix(c.p.c, c.p.deep, 0.3), 0.6) + row(screen + s * 31, s * 1.15, mix(c.p.c, c.p.deep, 0.55), 0.35)
  }
}

/** A teapot as large as the band. */
export const teapot: Motif = {
  title: 'bottom', font: 'sans',
  palettes: [{ ground: '#f7c948', deep: '#14305f', ink: '#14305f', a: '#1f5fbf', b: '#6fa8ee', c: '#fff8e1' }],
  draw(c) {
    const { x, y } = c.focus
    const s = c.u
    const by = y + s * 10
    const pot = stroke(`M${short(x + s * 20)} ${short(by - s * 10)}c${short(s * 26)} ${short(-s * 6)} ${short(s * 24)} ${short(s * 28)} ${short(-s * 2)} ${short(s * 24)}`, c.p.deep, s * 4.4) + path(`M${short(x - s * 18)} ${short(by + s * 4)}C${short(x - s * 34)} ${short(by + s * 6)} ${short(x - s * 30)} ${short(by - s * 14)} ${short(x - s * 42)} ${short(by - s * 18)}L${short(x - s * 36)} ${short(by - s * 22)}C${short(x - s * 24)} ${short(by - s * 18)} ${short(x - s * 24)} ${short(by - s * 6)} ${short(x - s * 16)} ${short(by - s * 8)}Z`, c.p.deep)
      + ellipse(x, by, s * 25, s * 21, c.p.a) + ellipse(x - s * 8, by - s * 7, s * 8, s * 5, c.p.b, { transform: `rotate(-30 ${short(x - s * 8)} ${short(by - s * 7)})` }) + ellipse(x, by - s * 18.5, s * 13, s * 3.6, c.p.deep) + circle(x, by - s * 24, s * 3.2, c.p.deep) + rect(x - s * 14, by + s * 18.5, s * 28, s * 3.4, c.p.deep, { rx: s * 1.5 })
    const notes = draw(5, (i) => {
      const nx = x - s * (42 - i * 17)
      const ny = y - s * (22 + [2, 12, 4, 14, 6][i]!)
      return ellipse(nx, ny, s * 3, s * 2.2, c.p.deep, { transform: `rotate(-20 ${short(nx)} ${short(ny)})` }) + stroke(`M${short(nx + s * 2.6)} ${short(ny - s)}v${short(-s * 11)}c${short(s * 5)} ${short(s * 2)} ${short(s * 5)} ${short(s * 5)} ${short(s * 3)} ${short(s * 8)}`, c.p.deep, s * 0.9)
    })
    const staff = draw(5, i => stroke(`M0 ${short(y - s * (18 + i * 5))}C${short(c.w * 0.3)} ${short(y - s * (30 + i * 5))} ${short(c.w * 0.6)} ${short(y - s * (10 + i * 5))} ${short(c.w)} ${short(y - s * (26 + i * 5))}`, c.p.c, s * 0.8))
    return ground(c, c.p.ground) + circle(x, by, s * 38, c.p.c, { opacity: 0.55 }) + staff + notes + pot
  }
}
