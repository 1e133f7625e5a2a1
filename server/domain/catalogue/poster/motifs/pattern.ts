import { circle, draw, ellipse, ground, group, mix, type Motif, path, polar, polygon, rect, short, stroke, through, times } from '../canvas.ts'

/** Circles and bars on a strict grid. */
export const swiss: Motif = {
  title: 'top', font: 'sans',
  palettes: [
    { ground: '#f2efe6', deep: '#111111', ink: '#111111', a: '#e63323', b: '#111111', c: '#f2b632' },
    { ground: '#1739d6', deep: '#0b1c6b', ink: '#ffffff', a: '#ff6f3c', b: '#ffffff', c: '#8fd3ff' },
    { ground: '#0f5c4c', deep: '#062b24', ink: '#f5f1df', a: '#f4c542', b: '#f5f1df', c: '#e76f51' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const r = c.u * (34 + c.random() * 8)
    const bars = draw(9, i => rect(x - r * 1.25, y + c.u * (i * 4.6 - 20), r * (0.5 + ((i * 7) % 5) * 0.28), c.u * 2.3, c.p.b))
    const turn = Math.floor(c.random() * 4) * 90
    return ground(c, c.p.ground) + circle(x + r * 0.22, y, r, c.p.a) + group(path(`M${short(x)} ${short(y)}v${short(-r)}a${short(r)} ${short(r)} 0 0 1 ${short(r)} ${short(r)}z`, c.p.c), { transform: `rotate(${turn} ${short(x)} ${short(y)})` }) + bars + circle(x + r * 0.9, y + r * 0.85, r * 0.2, c.p.b)
  }
}

/** A ball of dots, lit from one side. */
export const halftone: Motif = {
  title: 'bottom', font: 'sans',
  palettes: [
    { ground: '#ff5a36', deep: '#4d0f05', ink: '#2b0703', a: '#2b0703', b: '#ffd9a0', c: '#ffffff' },
    { ground: '#f6e9d8', deep: '#0f2c4c', ink: '#0f2c4c', a: '#0f2c4c', b: '#e2336b', c: '#f5a623' },
    { ground: '#16151d', deep: '#000000', ink: '#f8f5ea', a: '#f8d34b', b: '#ef476f', c: '#06d6a0' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const step = c.u * 3.6
    const r = c.u * 42
    const light = polar(x, y, 0.55 + c.random() * 0.4, r * 0.55)
    const dots: string[] = []
    for (let row = -14; row <= 14; row++) {
      for (let column = -14; column <= 14; column++) {
        const px = x + (column + (row % 2) / 2) * step
        const py = y + row * step * 0.88
        if (Math.hypot(px - x, py - y) > r) continue
        const shade = Math.min(1, Math.hypot(px - light[0], py - light[1]) / (r * 1.25))
        dots.push(circle(px, py, step * (0.1 + 0.46 * shade), c.p.a))
      }
    }
    return ground(c, c.p.ground) + circle(x - c.u * 7, y + c.u * 5, r * 0.92, c.p.b) + circle(x + r * 0.78, y - r * 0.74, c.u * 8, c.p.c) + dots.join('')
  }
}

/** Tiles of quarter circles, in the manner of a nursery by the Bauhaus. */
export const tiles: Motif = {
  title: 'top', font: 'sans', wash: 'ground',
  palettes: [
    { ground: '#0d4f6e', deep: '#08303f', ink: '#fff4dc', a: '#ff7f50', b: '#ffd166', c: '#35b6a6' },
    { ground: '#fdf0d5', deep: '#003049', ink: '#003049', a: '#c1121f', b: '#669bbc', c: '#f4a261' }
  ],
  draw(c) {
    const size = c.u * 16.7
    const from = c.w > c.h ? 0 : c.h * 0.43
    const left = c.w > c.h ? c.w * 0.5 : 0
    const colors = [...new Set([c.p.a, c.p.b, c.p.c, c.p.deep, c.p.ink])]
    const cells: string[] = []
    for (let y = from; y < c.h; y += size) {
      for (let x = left; x < c.w; x += size) {
        const back = colors[Math.floor(c.random() * colors.length)]!
        const others = colors.filter(color => color !== back)
        const front = others[Math.floor(c.random() * others.length)]!
        const kind = Math.floor(c.random() * 5)
        const turn = Math.floor(c.random() * 4) * 90
        const shape = [
          () => path(`M${short(x)} ${short(y)}h${short(size)}a${short(size)} ${short(size)} 0 0 1 ${short(-size)} ${short(size)}z`, front),
          () => polygon([[x, y], [x + size, y], [x, y + size]], front),
          () => circle(x + size / 2, y + size / 2, size * 0.32, front),
          () => draw(3, i => rect(x, y + size * (0.1 + i * 0.32), size, size * 0.16, front)),
          () => circle(x + size / 2, y + size / 2, size * 0.42, front) + circle(x + size / 2, y + size / 2, size * 0.2, back)
        ][kind]!()
        cells.push(rect(x, y, size + 0.5, size + 0.5, back) + group(shape, { transform: `rotate(${turn} ${short(x + size / 2)} ${short(y + size / 2)})` }))
      }
    }
    return ground(c, c.p.ground) + cells.join('')
  }
}

/** Strings that sound: thin lines that swing where they are touched. */
export const strings: Motif = {
  title: 'bottom', font: 'serif', wideWash: 'ground',
  palettes: [
    { ground: '#e8e0cf', deep: '#2f4a3c', ink: '#233a2e', a: '#2f4a3c', b: '#b7773a', c: '#7fa08a' },
    { ground: '#211a2c', deep: '#0d0913', ink: '#f2e6d8', a: '#f2e6d8', b: '#d95d39', c: '#7768ae' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const swings = draw(6, (string) => {
      const sy = y + c.u * (string - 2.5) * 11
      const middle = x + (c.random() - 0.5) * c.w * 0.5
      return draw(9, (copy) => {
        const k = (copy - 4) / 4
        const points = times(61, (i): [number, number] => {
          const px = c.w * i / 60
          const swell = Math.exp(-(((px - middle) / (c.u * 30)) ** 2))
          return [px, sy + k * c.u * 5.2 * swell * Math.cos((px - middle) / c.u / (3 + string * 0.8))]
        })
        return stroke(through(points), copy === 4 ? c.p.a : c.p.b, c.u * (copy === 4 ? 0.55 : 0.24), { opacity: copy === 4 ? 1 : 0.75 })
      })
    })
    return ground(c, c.p.ground) + circle(x + c.u * 14, y - c.u * 4, c.u * 26, c.p.c, { opacity: 0.9 }) + circle(x - c.u * 22, y + c.u * 14, c.u * 12, c.p.b) + swings
  }
}

/** Two stones, two sets of rings. */
export const ripples: Motif = {
  title: 'top', font: 'sans',
  palettes: [
    { ground: '#f0ebe3', deep: '#2b2d42', ink: '#2b2d42', a: '#e07a5f', b: '#3d405b', c: '#81b29a' },
    { ground: '#22223b', deep: '#0f0f1e', ink: '#f2e9e4', a: '#c9ada7', b: '#f2e9e4', c: '#9a8c98' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const sources: [number, number, string][] = [[x - c.u * 17, y - c.u * 9, c.p.a], [x + c.u * 19, y + c.u * 14, c.p.c]]
    return ground(c, c.p.ground) + sources.map(([sx, sy, color]) => draw(11, i => circle(sx, sy, c.u * (3 + i * 2.6), 'none', { 'stroke': color, 'stroke-width': c.u * (1.6 - i * 0.085), 'style': 'mix-blend-mode:multiply' }))).join('') + sources.map(([sx, sy]) => circle(sx, sy, c.u * 2.4, c.p.b)).join('')
  }
}

/** Scales in rings: something curled up, asleep. */
export const scales: Motif = {
  title: 'bottom', font: 'sans',
  palettes: [{ ground: '#2f6f4e', deep: '#16382a', ink: '#fff6da', a: '#e9a23b', b: '#b8651b', c: '#ffe2a0' }],
  draw(c) {
    const { x, y } = c.focus
    const leaves = draw(22, () => {
      const px = c.random() * c.w
      const py = c.random() * c.h
      return ellipse(px, py, c.u * 12, c.u * 3.4, mix(c.p.ground, c.p.deep, 0.4 + c.random() * 0.4), { transform: `rotate(${short(c.random() * 180)} ${short(px)} ${short(py)})` })
    })
    const rings = draw(6, (ring) => {
      const r = c.u * (36 - ring * 5.4)
      const count = 22 - ring * 3
      return draw(count, (i) => {
        const turn = i / count + (ring % 2) / count / 2
        const tip = polar(x, y, turn, r + c.u * 4)
        const sides = [polar(x, y, turn - 0.6 / count, r - c.u * 5), polar(x, y, turn + 0.6 / count, r - c.u * 5)] as const
        const cheeks = [polar(x, y, turn - 0.55 / count, r), polar(x, y, turn + 0.55 / count, r)] as const
        return path(`M${short(sides[0][0])} ${short(sides[0][1])}Q${short(cheeks[0][0])} ${short(cheeks[0][1])} ${short(tip[0])} ${short(tip[1])}Q${short(cheeks[1][0])} ${short(cheeks[1][1])} ${short(sides[1][0])} ${short(sides[1][1])}Z`, mix(i % 2 ? c.p.a : c.p.b, c.p.c, ring * 0.1), { 'stroke': c.p.deep, 'stroke-width': c.u * 0.4 })
      })
    })
    const face = circle(x + c.u * 3, y + c.u * 1, c.u * 9, c.p.c) + ellipse(x + c.u * 12, y + c.u * 4, c.u * 7, c.u * 3.6, c.p.c, { transform: `rotate(18 ${short(x + c.u * 12)} ${short(y + c.u * 4)})` }) + circle(x + c.u * 18, y + c.u * 6, c.u * 1.4, c.p.deep) + stroke(`M${short(x + c.u * 3)} ${short(y - c.u)}q${short(c.u * 2.4)} ${short(c.u * 2.4)} ${short(c.u * 4.8)} 0`, c.p.deep, c.u * 0.9, { 'stroke-linecap': 'round' })
    return ground(c, c.p.ground) + leaves + rings + face
  }
}

/** A fan of feathers from one joint. */
export const wings: Motif = {
  title: 'top', font: 'sans',
  palettes: [{ ground: '#f4ead5', deep: '#23395b', ink: '#23395b', a: '#d1603d', b: '#2a7f8e', c: '#e9b44c' }],
  draw(c) {
    const s = c.u
    const x = c.focus.x - s * 30
    const y = c.focus.y + s * 30
    const layer = (count: number, length: number, width: number, from: number, to: number, colors: string[]) => draw(count, (i) => {
      const turn = from + (to - from) * i / (count - 1)
      const reach = length * (1 - 0.25 * Math.abs(i / (count - 1) - 0.35))
      return group(path(`M${short(x)} ${short(y - width * 0.2)}Q${short(x + reach * 0.6)} ${short(y - width)} ${short(x + reach)} ${short(y)}Q${short(x + reach * 0.6)} ${short(y + width * 0.7)} ${short(x)} ${short(y + width * 0.2)}Z`, colors[i % colors.length]!) + stroke(`M${short(x)} ${short(y)}H${short(x + reach * 0.95)}`, c.p.ground, s * 0.35), { transform: `rotate(${short(turn * 360)} ${short(x)} ${short(y)})` })
    })
    const gear = path(through(times(56, i => polar(x, y, i / 56, i % 4 < 2 ? s * 12 : s * 10)), true), c.p.deep) + circle(x, y, s * 6.4, c.p.ground) + circle(x, y, s * 3, c.p.a)
    return ground(c, c.p.ground) + layer(15, s * 75, s * 6, -0.27, 0.02, [c.p.deep, c.p.b]) + layer(11, s * 56, s * 5.4, -0.26, 0.015, [c.p.a, c.p.c]) + layer(8, s * 32, s * 4.6, -0.25, 0.01, [c.p.deep, c.p.b, c.p.a]) + gear
  }
}

/** Tracks of copper from one small chip. */
export const circuit: Motif = {
  title: 'bottom', font: 'sans', wash: 'deep',
  palettes: [
    { ground: '#0b3d2e', deep: '#05201a', ink: '#eafff2', a: '#f0b94a', b: '#5be49b', c: '#13573f' },
    { ground: '#241e4e', deep: '#110d2b', ink: '#fbf5ff', a: '#ff8fa3', b: '#9db4ff', c: '#3a3177' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const s = c.u
    const tracks = draw(4, side => draw(9, (i) => {
      const lane = (i - 4) * s * 3.6
      const out = s * (18 + ((i * 7 + side * 3) % 5) * 5)
      const bend = lane * (1.3 + c.random() * 0.9)
      const far = s * (40 + c.random() * 45)
      const at = (along: number, across: number): [number, number] => side === 0 ? [x + along, y + across] : side === 1 ? [x - along, y + across] : side === 2 ? [x + across, y + along] : [x + across, y - along]
      const end = at(far, lane + bend)
      return stroke(through([at(s * 15, lane), at(out, lane), at(out + Math.abs(bend), lane + bend), end]), i % 3 ? c.p.a : c.p.b, s * 0.8, { 'stroke-linejoin': 'round' }) + circle(...end, s * 1.5, c.p.deep, { 'stroke': i % 3 ? c.p.a : c.p.b, 'stroke-width': s * 0.8 })
    }))
    const chip = rect(x - s * 19, y - s * 19, s * 38, s * 38, c.p.deep, { rx: s * 2.5 }) + rect(x - s * 13, y - s * 13, s * 26, s * 26, c.p.a, { rx: s * 1.5 }) + [[-4.6, -3], [4.6, -3]].map(([dx, dy]) => circle(x + dx! * s, y + dy! * s, s * 1.8, c.p.deep)).join('') + stroke(`M${short(x - s * 5.4)} ${short(y + s * 4)}q${short(s * 5.4)} ${short(s * 5)} ${short(s * 10.8)} 0`, c.p.deep, s * 1.5, { 'stroke-linecap': 'round' })
    return ground(c, c.p.ground) + draw(8, i => rect(c.random() * c.w, c.random() * c.h * 0.7, s * (4 + i), s * (3 + i % 4), c.p.c, { rx: s * 0.6 })) + tracks + chip
  }
}

/** Beads on rods: an honest sum. */
export const abacus: Motif = {
  title: 'bottom', font: 'serif',
  palettes: [{ ground: '#f5efe2', deep: '#3a1f14', ink: '#3a1f14', a: '#9c2f1f', b: '#c9803a', c: '#1f3d36' }],
  draw(c) {
    const { x, y } = c.focus
    const s = c.u
    const rods = 9
    const frame = rect(x - s * 45, y - s * 32, s * 90, s * 64, 'none', { 'stroke': c.p.deep, 'stroke-width': s * 4, 'rx': s * 2 }) + rect(x - s * 45, y - s * 12, s * 90, s * 3, c.p.deep)
    const beads = draw(rods, (i) => {
      const bx = x + (i - 4) * s * 9.6
      const value = Math.floor(c.random() * 10)
      const bead = (by: number, hot: boolean) => ellipse(bx, by, s * 4.4, s * 2.9, hot ? c.p.a : c.p.b) + rect(bx - s * 4.4, by - s * 0.4, s * 8.8, s * 0.8, c.p.deep, { opacity: 0.35 })
      const upper = value >= 5
      const low = value % 5
      return rect(bx - s * 0.5, y - s * 32, s, s * 64, c.p.c) + bead(y - s * (upper ? 15.4 : 26.4), upper) + draw(4, k => bead(k < low ? y - s * 5.4 + k * s * 6 : y + s * 8.6 + k * s * 6 - s * 0.6, k < low))
    })
    return ground(c, c.p.ground) + circle(x + s * 30, y - s * 34, s * 18, c.p.b, { opacity: 0.3 }) + beads + frame
  }
}

/** Two sides, one line between them, one ball. */
export const pitch: Motif = {
  title: 'bottom', font: 'sans',
  palettes: [
    { ground: '#0a7d45', deep: '#053d24', ink: '#ffffff', a: '#ffd23f', b: '#e4002b', c: '#ffffff' },
    { ground: '#123c69', deep: '#081f38', ink: '#ffffff', a: '#edc7b7', b: '#ac3b61', c: '#ffffff' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const s = c.u
    const mown = draw(12, i => polygon([[c.w * (i / 6 - 0.5), 0], [c.w * (i / 6 - 0.42), 0], [c.w * (i / 6 - 0.12), c.h], [c.w * (i / 6 - 0.2), c.h]], '#000000', { opacity: 0.09 }))
    const ball = circle(x, y, s * 19, c.p.c) + polygon(times(5, i => polar(x, y, i / 5 - 0.25, s * 7)), c.p.deep) + draw(5, (i) => {
      const [px, py] = polar(x, y, i / 5 - 0.25, s * 16.4)
      return stroke(through([polar(x, y, i / 5 - 0.25, s * 7), polar(x, y, i / 5 - 0.25, s * 12)]), c.p.deep, s * 0.9) + polygon(times(5, k => polar(px, py, k / 5 + 0.25 + i / 5, s * 4.2)), c.p.deep)
    })
    // Upright, the words stand below: no line runs through them.
    const reach = c.w > c.h ? 1 : 0.58
    const clip = c.name('ball')
    return polygon([[0, 0], [c.w * 0.72, 0], [c.w * 0.4, c.h], [0, c.h]], c.p.ground) + polygon([[c.w * 0.72, 0], [c.w, 0], [c.w, c.h], [c.w * 0.4, c.h]], c.p.b) + mown + stroke(through([[c.w * 0.72, 0], [c.w * (0.72 - 0.32 * reach), c.h * reach]]), c.p.c, s * 1.2) + circle(x, y, s * 33, 'none', { 'stroke': c.p.c, 'stroke-width': s * 1.2 })
      + `<clipPath id="${clip}"><circle cx="${short(x)}" cy="${short(y)}" r="${short(s * 19)}"/></clipPath>` + group(ball, { 'clip-path': `url(#${clip})` })
  }
}
