/** The mark of the house, an arch with a door, without letters: no font is needed to draw it. */
const MARK = '<path d="M3 29V13C3 7.5 8.8 3 16 3s13 4.5 13 10v16Z" fill="#d8431f"/><path d="M10 29c4-3 6-9 6-17 0 8 2 14 6 17Z" fill="{hole}"/><path d="M1.5 29h29" stroke="{ink}" stroke-width="3" stroke-linecap="round"/>'
/** On the lock screen and in mails, on paper of its own; and beside the name of the house, on the dark of the pass. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 40 40"><rect x="-4" y="-4" width="40" height="40" fill="#fbf7f0"/>${MARK.replace('{hole}', '#fbf7f0').replace('{ink}', '#1c1512')}</svg>`
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${MARK.replace('{hole}', '#1c1512').replace('{ink}', '#fff8ee')}</svg>`

/** Sides in points; each picture comes for screens of one, two and three pixels a point. */
const PICTURES = { icon: { svg: ICON, points: 29 }, logo: { svg: LOGO, points: 50 } } as const

let drawn: Promise<Record<string, Buffer>> | undefined

/** `icon.png`, `logo.png` and their larger ones, drawn once. */
export function passPictures(): Promise<Record<string, Buffer>> {
  drawn ??= draw().catch((error: unknown) => {
    drawn = undefined
    throw error
  })
  return drawn
}

async function draw(): Promise<Record<string, Buffer>> {
  const { default: sharp } = await import('sharp')
  const files = Object.entries(PICTURES).flatMap(([name, { svg, points }]) => [1, 2, 3].map(async scale =>
    [`${name}${scale > 1 ? `@${scale}x` : ''}.png`, await sharp(Buffer.from(svg), { density: 72 * scale }).resize(points * scale, points * scale).png({ compressionLevel: 9 }).toBuffer()] as const))
  return Object.fromEntries(await Promise.all(files))
}
