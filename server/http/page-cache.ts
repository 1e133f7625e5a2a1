import { brotliCompress, constants } from 'node:zlib'
import { promisify } from 'node:util'
import { type CacheCounts, cacheCounts, countMiss } from '#shared/memo/cache-counts.ts'

/** A rendered page as it was answered. */
export interface KeptPage {
  html: string
  headers: Record<string, string>
  /** The template of its route, for logs and metrics. */
  route?: string
  /** Compressed once, when somebody first asks for it so. */
  brotli: Promise<Buffer> | null
}

/** How long a page is shown again, in ms, where nobody says that something changed. */
const FRESH_MS = 15_000
const MOST_PAGES = 1_000
/** Of all pages together: 80 MB where they are Chinese, which takes two bytes a character, and some more in brotli. */
const MOST_CHARACTERS = 40_000_000
const compress = promisify(brotliCompress)

/**
 * Pages for everybody, kept for a moment in this process (the page itself holds nothing of one person: whoever is logged in is asked
 * for by the browser). `generation` says what the catalogue is like now: a page of an older one is never shown.
 */
export class PageCache {
  readonly #pages = new Map<string, { page: KeptPage, generation: number, keptAt: number }>()
  readonly #underWay = new Map<string, { over: Promise<undefined>, end: () => void, generation: number }>()
  #generation = 0
  #characters = 0
  readonly #clock: () => number
  readonly #counts: CacheCounts

  /** `clock`: milliseconds that never go back. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
    this.#counts = cacheCounts('pages', () => this.#pages.size)
  }

  /** A page was answered as it was kept. */
  noteShown(): void {
    this.#counts.hits++
  }

  /** Something that visitors see has changed: everything kept is old. */
  forgetAll(): void {
    this.#generation++
    this.#pages.clear()
    this.#characters = 0
  }

  get(key: string): KeptPage | null {
    const kept = this.#pages.get(key)
    if (!kept) return null
    if (kept.generation === this.#generation && this.#clock() - kept.keptAt < FRESH_MS) return kept.page
    this.#drop(key)
    return null
  }

  /**
   * Announces that a page is being rendered. While somebody else renders it: a promise to wait for, after which `get` is worth
   * another try. Else null, and the caller renders it; `keep` or `done` ends that.
   */
  begin(key: string): Promise<undefined> | null {
    const others = this.#underWay.get(key)
    if (others) return others.over
    const { promise, resolve } = Promise.withResolvers<undefined>()
    countMiss(this.#counts, promise)
    this.#underWay.set(key, { over: promise, end: () => resolve(undefined), generation: this.#generation })
    return null
  }

  /** Keeps a page that was rendered since `begin`; not if something changed meanwhile. */
  keep(key: string, page: Omit<KeptPage, 'brotli'>): void {
    const generation = this.#underWay.get(key)?.generation
    if (generation !== this.#generation) return
    this.#drop(key)
    this.#pages.set(key, { page: { ...page, brotli: null }, generation, keptAt: this.#clock() })
    this.#characters += page.html.length
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= MOST_PAGES && this.#characters <= MOST_CHARACTERS) return
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    this.#characters -= this.#pages.get(key)?.page.html.length ?? 0
    this.#pages.delete(key)
  }

  /** The rendering is over, however it ended: those who wait go on. Doing so again changes nothing. */
  done(key: string): void {
    this.#underWay.get(key)?.end()
    this.#underWay.delete(key)
  }
}

/** The page in brotli, compressed off the event loop and once. */
export function inBrotli(page: KeptPage): Promise<Buffer> {
  page.brotli ??= compress(page.html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  return page.brotli
}

/** Paths of pages that are the same for everybody, exactly as Foyer itself writes them. Anything else is simply rendered. */
const PUBLIC_PAGE = /^(?:\/zh)?(?:\/?|\/search|\/(?:events|categories|venues|publishers)\/[\w%~.-]+)$/
/** Query parameters that make another page; a page asked for with any other is rendered anew. */
const PARAMETERS = new Set(['q', 'category', 'city', 'when', 'sort', 'from', 'to', 'venue', 'publisher', 'min', 'max', 'available', 'cursor'])
const LONGEST_QUERY = 300

/** Under which key the page of this URL (path and query) may be kept; null: not at all. */
export function pageKey(url: string): string | null {
  const [path = '', query = '', ...more] = url.split('?')
  if (more.length > 0 || !PUBLIC_PAGE.test(path) || query.length > LONGEST_QUERY) return null
  const parameters = new URLSearchParams(query)
  if (![...parameters.keys()].every(name => PARAMETERS.has(name))) return null
  parameters.sort()
  return parameters.size > 0 ? `${path}?${parameters}` : path
}
