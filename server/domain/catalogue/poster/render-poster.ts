import { randomFrom } from '#shared/random/seeded-random.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { type Canvas, fade, type Motif, type Palette, rect, short } from './canvas.ts'
import { posterDays } from './poster-days.ts'
import type { PosterFacts, PosterOptions, PosterShape } from './facts.ts'
import { MOTIFS, motifsFor } from './motifs/all.ts'
import { escapeXml, setTitle, widthOf } from './typesetting.ts'

const SIZES: Record<PosterShape, { w: number, h: number }> = {
  portrait: { w: 600, h: 800 },
  landscape: { w: 1200, h: 675 },
  square: { w: 800, h: 800 }
}

const FONTS = {
  sans: '\'Noto Sans SC\',\'Noto Sans CJK SC\',\'PingFang SC\',\'Microsoft YaHei\',\'Helvetica Neue\',Arial,sans-serif',
  serif: '\'Noto Serif SC\',\'Noto Serif CJK SC\',\'Songti SC\',\'STSong\',Georgia,\'Times New Roman\',serif'
}

/** A box for words, in pixels. */
interface Box { x: number, y: number, width: number, height: number }

/**
 * The poster of an event as one SVG document without scripts, fonts or pictures from elsewhere. The same facts always give
 * the same text. Everything that people wrote is escaped.
 */
export function renderPoster(facts: PosterFacts, { locale, shape, isWordless = false }: PosterOptions): string {
  const { motif, palette, random } = choose(facts)
  const { w, h } = SIZES[shape]
  const isWide = shape === 'landscape'
  const words = wordsBox(motif, w, h, isWide)
  const canvas: Canvas = {
    w, h, u: (isWide ? h : Math.min(w, h * 0.76)) / 100, p: palette, random,
    focus: isWide ? { x: w * 0.735, y: h * 0.5 } : { x: w / 2, y: motif.title === 'top' ? h * 0.7 : h * 0.33 },
    name: what => `p-${what}`
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img" aria-label="${escapeXml(facts.name[locale])}">`
    + motif.draw(canvas) + (isWordless ? '' : wash(canvas, motif, isWide) + lettering(facts, locale, motif, palette, words)) + '</svg>'
}

/** The motif that the seed names, or one that suits the category; its palette; and the dice for the rest. */
function choose(facts: PosterFacts): { motif: Motif, palette: Palette, random: () => number } {
  const random = randomFrom(facts.seed)
  const [, named, variant] = /^([a-z-]+)(?:\/(\d))?:/.exec(facts.seed) ?? []
  const fitting = motifsFor(facts.category.slug)
  const drawn = fitting[Math.floor(random() * fitting.length)]!
  const motif = MOTIFS[named !== undefined && Object.hasOwn(MOTIFS, named) ? named : drawn]!
  const dice = Math.floor(random() * motif.palettes.length)
  return { motif, palette: motif.palettes[Number(variant ?? dice) % motif.palettes.length]!, random }
}

function wordsBox(motif: Motif, w: number, h: number, isWide: boolean): Box {
  if (isWide) return { x: w * 0.055, y: h * 0.08, width: w * 0.43, height: h * 0.84 }
  const x = w * 0.075
  return motif.title === 'top' ? { x, y: h * 0.06, width: w - 2 * x, height: h * 0.3 } : { x, y: h * 0.63, width: w - 2 * x, height: h * 0.32 }
}

/** A veil behind the words where the picture runs under them. */
function wash(c: Canvas, motif: Motif, isWide: boolean): string {
  const tone = isWide ? motif.wideWash ?? motif.wash : motif.wash
  if (!tone) return ''
  const color = c.p[tone]
  const id = c.name('wash')
  if (isWide) return fade(id, [[0, color, 0.95], [0.6, color, 0.8], [1, color, 0]], 'right') + rect(0, 0, c.w * 0.56, c.h, `url(#${id})`)
  return motif.title === 'top'
    ? fade(id, [[0, color, 0.96], [0.7, color, 0.8], [1, color, 0]]) + rect(0, 0, c.w, c.h * 0.45, `url(#${id})`)
    : fade(id, [[0, color, 0], [0.32, color, 0.82], [1, color, 0.97]]) + rect(0, c.h * 0.52, c.w, c.h * 0.48, `url(#${id})`)
}

/** So far, as a share of its place, the lettering may reach over it: a veil is behind it there. */
const MOST_OVER = 1.15

/** Kicker, title, the title in the other language, and when and where. */
function lettering(facts: PosterFacts, locale: Locale, motif: Motif, palette: Palette, box: Box): string {
  const other: Locale = locale === 'zh' ? 'en' : 'zh'
  const [title, subtitle] = splitTitle(printable(facts.name[locale], locale))
  const u = Math.min(box.width, box.height * 2) / 100
  const set = setTitle(title, { width: box.width, height: box.height * (subtitle ? 0.44 : 0.53), maxSize: u * (locale === 'zh' ? 21 : 17), leading: locale === 'zh' ? 1.16 : 1.02 })
  const small = Math.max(u * 4, 14)
  const lines: { text: string, size: number, weight: number, gap: number, opacity?: number, spacing?: number }[] = [
    { text: facts.category.name[locale].toLocaleUpperCase('en'), size: small * 0.95, weight: 700, gap: 0, opacity: 0.85, spacing: locale === 'zh' ? 0.2 : 0.12 },
    ...set.lines.map((text, i) => ({ text, size: set.size, weight: 900, gap: i === 0 ? small * 0.55 : set.lineHeight - set.size })),
    ...(subtitle ? fitLines(subtitle, box.width, u * 6.6).map(({ text, size }, i) => ({ text, size, weight: 600, gap: i === 0 ? u * 2 : u * 1.2 })) : []),
    ...fitLines(printable(facts.name[other], other), box.width, small * 1.2).slice(0, 2).map(({ text, size }, i) => ({ text, size, weight: 500, gap: i === 0 ? small * 0.75 : small * 0.25, opacity: 0.9 })),
    ...placeLines(facts, locale).map((text, i) => ({ text, size: fitSize(text, box.width, small), weight: i === 0 ? 700 : 500, gap: i === 0 ? small * 1.1 : small * 0.4, opacity: i === 0 ? 1 : 0.88 }))
  ]
  const tall = lines.reduce((sum, line) => sum + line.gap + line.size, 0)
  // Names much too long for their place are set smaller, all of them alike, before they run over the picture.
  const squeeze = Math.min(1, box.height * MOST_OVER / tall)
  let y = motif.title === 'top' ? box.y : box.y + box.height - tall * squeeze
  const texts = lines.map(({ gap, size, ...more }) => {
    const line = { ...more, size: size * squeeze }
    y += (gap + size) * squeeze
    return `<text x="${short(box.x)}" y="${short(y - line.size * 0.14)}" font-size="${short(line.size)}" font-weight="${line.weight}"${line.opacity ? ` opacity="${line.opacity}"` : ''}${line.spacing ? ` letter-spacing="${line.spacing}em"` : ''}>${escapeXml(line.text)}</text>`
  })
  return `<g fill="${palette.ink}" font-family="${FONTS[motif.font]}">${texts.join('')}</g>`
}

/** Chinese fonts, which lead the stack, set the English apostrophe as wide as a character. */
const printable = (text: string, locale: Locale) => locale === 'en' ? text.replaceAll('\u2019', '\'') : text

/** `Title: Subtitle` in two sizes. */
function splitTitle(name: string): [string, string | null] {
  const parts = /^(.+?)(?::\s+|：)(.+)$/.exec(name)
  return parts ? [parts[1]!, parts[2]!] : [name, null]
}

function placeLines(facts: PosterFacts, locale: Locale): string[] {
  const days = facts.firstDay ? posterDays(facts.firstDay, facts.lastDay ?? facts.firstDay, facts.timeZone, locale) : ''
  const place = [facts.venue?.[locale], facts.city?.[locale]].filter(Boolean).join(locale === 'zh' ? ' · ' : ', ')
  return [days, place].filter(text => text !== '')
}

function fitLines(text: string, width: number, maxSize: number): { text: string, size: number }[] {
  const { lines, size } = setTitle(text, { width, height: maxSize * 2.6, maxSize, leading: 1.2 })
  return lines.map(line => ({ text: line, size }))
}
const fitSize = (text: string, width: number, size: number) => Math.min(size, width / widthOf(text))
