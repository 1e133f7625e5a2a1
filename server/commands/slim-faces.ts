import { readFile, mkdir, writeFile } from 'node:fs/promises'
import subsetFont from 'subset-font'
import { inRoot } from './lib/paths.ts'
import { runCommand, say } from './lib/progress.ts'

/**
 * `npm run faces`: makes the two Latin faces that a page in English waits for out of their packages, with no more than the app uses:
 * Inter from regular to bold, Bricolage Grotesque as heavy as headings are, the letters that their packages call Latin, and of what
 * faces can do kerning, ligatures, marks and figures of one width. Half of the bytes that stand between a visitor and the first picture.
 * What it makes is committed; run it again when a package brings a new drawing.
 */
const LATIN: readonly (readonly [from: number, to: number])[] = [
  [0x20, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2bb, 0x2bc], [0x2c6, 0x2c6], [0x2da, 0x2da], [0x2dc, 0x2dc], [0x304, 0x304], [0x308, 0x308],
  [0x329, 0x329], [0x2000, 0x206f], [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2191, 0x2191], [0x2193, 0x2193], [0x2212, 0x2212], [0x2215, 0x2215], [0xfffd, 0xfffd]
]
const FEATURES = ['kern', 'liga', 'calt', 'ccmp', 'locl', 'mark', 'mkmk', 'tnum']
const FACES = [
  { name: 'inter', weight: { min: 400, max: 700 } },
  // Between the two weights of headings: one drawing is half of what two are.
  { name: 'bricolage-grotesque', weight: 760 }
] as const

await runCommand(async () => {
  await mkdir(inRoot('app/assets/faces'), { recursive: true })
  const letters = LATIN.map(([from, to]) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i))).join('')
  for (const { name, weight } of FACES) {
    const whole = await readFile(inRoot(`node_modules/@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`))
    const slim = await subsetFont(whole, letters, { targetFormat: 'woff2', variationAxes: { wght: weight }, keepFeatures: FEATURES, noHinting: true })
    await writeFile(inRoot(`app/assets/faces/${name}-latin.woff2`), slim)
    say(`${name}: ${whole.length} bytes, ${slim.length} of them needed`)
  }
  return 0
})
