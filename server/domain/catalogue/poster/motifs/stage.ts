import { circle, draw, ellipse, fade, ground, group, mix, type Motif, path, polar, polygon, rect, short, sky, stroke, through, times } from '../canvas.ts'

/** Cones of light that cross on one figure. */
export const spotlights: Motif = {
  title: 'bottom', font: 'sans', wash: 'deep',
  palettes: [
    { ground: '#2b0f3a', deep: '#0c0414', ink: '#fff6e5', a: '#ff4f79', b: '#ffb84d', c: '#5ad1ff' },
    { ground: '#3a0d12', deep: '#120304', ink: '#fff1e0', a: '#ffd166', b: '#ef476f', c: '#f78c6b' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const floor = y + c.u * 24
    const cones = draw(5, (i) => {
      const id = c.name(`cone${i}`)
      const from = c.w * (0.04 + i * 0.23)
      return fade(id, [[0, [c.p.a, c.p.b, c.p.c][i % 3]!, 0.95], [1, [c.p.a, c.p.b, c.p.c][i % 3]!, 0.12]]) + polygon([[from - c.u * 2, -2], [from + c.u * 2, -2], [x + c.u * (16 + (i - 2) * 8), floor], [x - c.u * (16 - (i - 2) * 8), floor]], `url(#${id})`, { style: 'mix-blend-mode:screen' })
    })
    const figure = circle(x, y - c.u * 4, c.u * 4, c.p.deep) + path(`M${short(x - c.u * 3)} ${short(y + c.u)}h${short(c.u * 6)}l${short(c.u * 5)} ${short(c.u * 24)}h${short(-c.u * 16)}z`, c.p.deep)
    return sky(c, c.p.deep, c.p.ground) + cones + ellipse(x, floor, c.u * 34, c.u * 5.5, c.p.ink, { opacity: 0.85 }) + figure
  }
}

/** A clock face with its works showing. */
export const dial: Motif = {
  title: 'bottom', font: 'serif', wash: 'deep',
  palettes: [
    { ground: '#1c3a36', deep: '#0b1a18', ink: '#f6e7c6', a: '#d9a441', b: '#f6e7c6', c: '#8c3b2e' },
    { ground: '#4a1f2d', deep: '#1e0a12', ink: '#ffe9d6', a: '#e6a15c', b: '#fff1df', c: '#2f6b6b' }
  ],
  draw(c) {
    const { x, y } = c.focus
    const r = c.u * 36
    const gear = (gx: number, gy: number, gr: number, teeth: number, fill: string) => path(through(times(teeth * 4, i => polar(gx, gy, i / (teeth * 4), i % 4 < 2 ? gr : gr * 0.86)), true), fill) + circle(gx, gy, gr * 0.58, c.p.ground) + circle(gx, gy, gr * 0.2, fill)
    const ticks = draw(60, i => stroke(through([polar(x, y, i / 60, r * 0.93), polar(x, y, i / 60, r * (i % 5 ? 0.88 : 0.8))]), c.p.ground, c.u * (i % 5 ? 0.35 : 1.3)))
    const hand = (turn: number, length: number, width: number, color: string) => stroke(through([polar(x, y, turn + 0.5, r * 0.14), polar(x, y, turn, length)]), color, width, { 'stroke-linecap': 'round' })
    return sky(c, c.p.ground, c.p.deep) + gear(x - c.u * 34, y - c.u * 30, c.u * 20, 14, c.p.c) + gear(x + c.u * 37, y + c.u * 22, c.u * 24, 18, mix(c.p.a, c.p.deep, 0.45)) + gear(x + c.u * 34, y - c.u * 34, c.u * 13, 10, mix(c.p.a, c.p.deep, 0.25))
      + circle(x, y, r * 1.06, c.p.a) + circle(x, y, r, c.p.b) + ticks + gear(x + c.u * 7, y + c.u * 11, c.u * 9, 12, c.p.a) + circle(x + c.u * 7, y + c.u * 11, c.u * 5.1, c.p.b) + hand(0.58, r * 0.52, c.u * 2.2, c.p.deep) + hand(0.86, r * 0.76, c.u * 1.5, c.p.deep) + circle(x, y, c.u * 2.4, c.p.c)
  }
}

/** Seven umbrellas seen from above, one of them different. */
export const umbrellas: Motif = {
  title: 'top', font: 'sans',
  palettes: [{ ground: '#27374d', deep: '#182433', ink: '#fdf6ec', a: '#f94c3d', b: '#ffc145', c: '#6fb1c8' }],
  draw(c) {
    const { x, y } = c.focus
    const rain = draw(70, () => rect(c.random() * c.w, c.random() * c.h, c.u * 0.35, c.u * (3 + c.random() * 5), c.p.c, { opacity: 0.5, transform: 'rotate(12)' }))
    const colors = [c.p.a, '#3d5a80', c.p.b, '#4f7c82', '#7d8ca3', c.p.c, '#5c4b7d']
    const places: [number, number][] = [[0, 0], ...times(6, i => polar(0, 0, i / 6 + 0.06, c.u * 28))]
    const canopy = (cx: number, cy: number, r: number, fill: string, turn: number) => circle(cx + c.u, cy + c.u * 1.6, r, '#000000', { opacity: 0.25 })
      + draw(8, i => polygon([[cx, cy], polar(cx, cy, turn + i / 8, r), polar(cx, cy, turn + (i + 0.5) / 8, r * 0.95), polar(cx, cy, turn + (i + 1) / 8, r)], i % 2 ? fill : mix(fill, '#000000', 0.16))) + circle(cx, cy, r * 0.07, c.p.ink)
    return ground(c, c.p.ground) + rain + places.map(([dx, dy], i) => canopy(x + dx, y + dy, c.u * (i === 0 ? 15.5 : 13), colors[i]!, c.random())).join('')
  }
}

/** A kite high over a lighthouse. */
export const kite: Motif = {
  title: 'bottom', font: 'sans',
  palettes: [{ ground: '#7fd1e8', deep: '#10476b', ink: '#08304d', a: '#ff5d4b', b: '#ffd24a', c: '#ffffff' }],
  draw(c) {
    const { x, y } = c.focus
    const s = c.u
    const kx = x + s * 10
    const ky = y - s * 14
    const [top, right, bottom, left]: [number, number][] = [[kx + s * 4, ky - s * 24], [kx + s * 21, ky - s * 2], [kx - s * 10, ky + s * 30], [kx - s * 17, ky - s * 7]]
    const heart: [number, number] = [kx + s * 1, ky - s * 4]
    const sail = polygon([top!, right!, heart], c.p.a) + polygon([right!, bottom!, heart], c.p.b) + polygon([bottom!, left!, heart], '#f28f3b') + polygon([left!, top!, heart], c.p.deep)
    const [tx, ty] = [bottom![0], bottom![1]]
    const tail = stroke(`M${short(tx)} ${short(ty)}c${short(-s * 16)} ${short(s * 6)} ${short(s * 4)} ${short(s * 14)} ${short(-s * 14)} ${short(s * 18)}`, c.p.ink, s * 0.6) + [[-3, 5], [-5, 11], [-12, 17]].map(([dx, dy], i) => polygon([[tx + (dx! - 3) * s, ty + (dy! - 2) * s], [tx + (dx! + 3) * s, ty + (dy! + 2) * s], [tx + (dx! + 3) * s, ty + (dy! - 2) * s], [tx + (dx! - 3) * s, ty + (dy! + 2) * s]], i % 2 ? c.p.b : c.p.a)).join('')
    const lx = x - s * 30
    const sea = c.h * 0.59
    const tower = draw(5, i => polygon([[lx - s * (4.4 + i * 0.55), sea - s * (34 - i * 7)], [lx + s * (4.4 + i * 0.55), sea - s * (34 - i * 7)], [lx + s * (4.95 + i * 0.55), sea - s * (27 - i * 7)], [lx - s * (4.95 + i * 0.55), sea - s * (27 - i * 7)]], i % 2 ? c.p.c : c.p.a)) + rect(lx - s * 3.4, sea - s * 41, s * 6.8, s * 7, c.p.b) + polygon([[lx - s * 5, sea - s * 41], [lx + s * 5, sea - s * 41], [lx, sea - s * 47]], c.p.deep)
    const cloud = (cx: number, cy: number, k: number) => [[-9, 0, 6], [0, -4, 8], [9, 0, 6]].map(([dx, dy, r]) => circle(cx + dx! * k, cy + dy! * k, r! * k, c.p.c)).join('')
    return ground(c, c.p.ground) + group(cloud(x - s * 34, y - s * 26, s) + cloud(x + s * 38, y + s * 8, s * 0.8), { opacity: 0.85 }) + stroke(`M${short(lx)} ${short(sea - s * 36)}Q${short(x)} ${short(y + s * 20)} ${short(heart[0])} ${short(heart[1])}`, c.p.ink, s * 0.35) + tower + sail + tail
      + draw(3, i => path(`M0 ${short(sea + i * s * 3)}q${short(c.w / 8)} ${short(-s * 4)} ${short(c.w / 4)} 0t${short(c.w / 4)} 0t${short(c.w / 4)} 0t${short(c.w / 4)} 0V${short(c.h)}H0Z`, ['#2f8fb5', '#5bb7cf', '#e9f6f2'][i]!))
  }
}

/** A bowl, chopsticks, and one very long noodle. */
export const noodles: Motif = {
  title: 'top', font: 'sans',
  palettes: [{ ground: '#e63329', deep: '#7c0f12', ink: '#fff3d6', a: '#ffcf56', b: '#fff3d6', c: '#1f7a6d' }],
  draw(c) {
    const { x } = c.focus
    const s = c.u
    const rim = c.h * 0.7
    const strands = draw(9, (i) => {
      const dx = (i - 4) * s * 4.6
      return stroke(`M${short(x + dx)} ${short(rim + s * 4)}C${short(x + dx - s * 9)} ${short(rim - s * 12)} ${short(x + dx * 0.5 + s * 11)} ${short(rim - s * 20)} ${short(x + dx * 0.35 + s * 5)} ${short(rim - s * 37)}`, i % 3 === 1 ? c.p.b : c.p.a, s * 2.5, { 'stroke-linecap': 'round' })
    })
    const sticks = [0, 5].map(d => stroke(through([[x + s * (-14 + d), rim - s * 40 + d * s * 0.6], [x + s * (50 + d), rim - s * 56 + d * s * 0.9]]), c.p.deep, s * 1.9, { 'stroke-linecap': 'round' })).join('')
    const bowl = path(`M${short(x - s * 37)} ${short(rim)}h${short(s * 74)}c0 ${short(s * 26)} ${short(-s * 18)} ${short(s * 34)} ${short(-s * 37)} ${short(s * 34)}s${short(-s * 37)} ${short(-s * 8)} ${short(-s * 37)} ${short(-s * 34)}z`, c.p.b) + rect(x - s * 37, rim, s * 74, s * 5, c.p.c)
      + draw(9, i => circle(x + (i - 4) * s * 7, rim + s * 12, s * 2.3, 'none', { 'stroke': c.p.ground, 'stroke-width': s * 0.9 }))
    const steam = draw(3, i => stroke(`M${short(x + (i - 1) * s * 22 - s * 8)} ${short(rim - s * 8)}q${short(-s * 6)} ${short(-s * 8)} 0 ${short(-s * 14)}t0 ${short(-s * 14)}`, c.p.b, s * 1.6, { 'stroke-linecap': 'round', 'opacity': 0.35 }))
    return ground(c, c.p.ground) + circle(x, rim - s * 8, s * 50, mix(c.p.ground, c.p.deep, 0.28)) + steam + strands + sticks + bowl
  }
}

/** Things that fall, and a ladder that does not help. */
export const tumble: Motif = {
  title: 'bottom', font: 'sans',
  palettes: [{ ground: '#ffe066', deep: '#1d3557', ink: '#1d3557', a: '#f25f5c', b: '#247ba0', c: '#ffffff' }],
  draw(c) {
    const { x, y } = c.focus
    const s = c.u
    const ladder = group([-4, 4].map(dx => stroke(through([[x + dx * s - s * 24, y - s * 46], [x + dx * s - s * 24, y + s * 34]]), c.p.ink, s * 1.5)).join('') + draw(9, i => stroke(through([[x - s * 28, y - s * 40 + i * s * 8.6], [x - s * 20, y - s * 40 + i * s * 8.6]]), c.p.ink, s * 1.3)), { transform: `rotate(14 ${short(x)} ${short(y)})` })
    const acrobat = (ax: number, ay: number, turn: number, fill: string) => group(circle(ax, ay - s * 9, s * 3.4, c.p.ink) + stroke(`M${short(ax)} ${short(ay - s * 5)}v${short(s * 9)}l${short(-s * 7)} ${short(s * 8)}m${short(s * 7)} ${short(-s * 8)}l${short(s * 8)} ${short(s * 6)}M${short(ax - s * 10)} ${short(ay - s * 7)}L${short(ax)} ${short(ay - s * 3)}l${short(s * 10)} ${short(-s * 5)}`, fill, s * 3.2, { 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }), { transform: `rotate(${turn} ${short(ax)} ${short(ay)})` })
    const trail = draw(6, i => circle(x + s * (4 + i * 5), y - s * (36 - i * i * 1.9), s * (2.2 + i * 0.9), i % 2 ? c.p.c : c.p.b, { opacity: 0.9 }))
    return ground(c, c.p.ground) + circle(x, y + s * 6, s * 40, c.p.c, { opacity: 0.65 }) + ladder + trail + acrobat(x - s * 6, y - s * 26, -24, c.p.a) + acrobat(x + s * 12, y - s * 1, 96, c.p.b) + acrobat(x + s * 25, y + s * 20, 176, c.p.a) + stroke(`M${short(x - s * 44)} ${short(y + s * 33)}h${short(s * 88)}`, c.p.ink, s * 1.6)
  }
}

/** Lanterns on strings before a round moon. */
export const lanterns: Motif = {
  title: 'bottom', font: 'serif', wash: 'deep',
  palettes: [{ ground: '#6b1f2a', deep: '#2a0a12', ink: '#ffe8c2', a: '#ff8a3d', b: '#ffd27d', c: '#fff1cf' }],
  draw(c) {
    const { x, y } = c.focus
    const s = c.u
    const lantern = (lx: number, ly: number, k: number) => stroke(`M${short(lx)} 0V${short(ly)}`, c.p.b, s * 0.25) + ellipse(lx, ly, k * 8, k * 6.6, c.p.a) + ellipse(lx, ly, k * 4.6, k * 6.6, c.p.b, { opacity: 0.75 }) + ellipse(lx, ly, k * 1.6, k * 6.6, c.p.c, { opacity: 0.8 }) + rect(lx - k * 3.4, ly - k * 7.6, k * 6.8, k * 1.6, c.p.deep) + rect(lx - k * 3.4, ly + k * 6, k * 6.8, k * 1.6, c.p.deep) + stroke(`M${short(lx)} ${short(ly + k * 7.6)}v${short(k * 6)}`, c.p.b, k * 0.7)
    const places: [number, number, number][] = [[-38, -8, 1], [-22, 12, 1.35], [-5, -14, 0.9], [12, 4, 1.5], [30, -12, 1.1], [42, 14, 0.85]]
    return sky(c, c.p.ground, c.p.deep) + circle(x, y, s * 34, c.p.c, { opacity: 0.95 }) + circle(x, y, s * 34, c.p.b, { opacity: 0.35 }) + places.map(([dx, dy, k]) => lantern(x + dx * s, y + dy * s, k * s)).join('')
  }
}
