import { createHash } from 'node:crypto'
import { type H3Event, defineEventHandler, getQuery, getRequestHeader, getRouterParam, setResponseHeaders, setResponseStatus } from 'h3'
import { POSTER_SHAPES, type PosterShape, readPosterFacts, renderPoster, socialPicture } from '#server/domain/catalogue/poster/index.ts'
import { house } from '#server/house.ts'
import { answerProblem } from '#server/http/problem.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'

/** `<slug>.svg`, `<slug>.jpg`: words of letters and digits, as slugs are. */
const NAME = /^([\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*)\.(svg|jpg)$/u

/**
 * `GET /posters/<event slug>.svg?locale=zh&shape=landscape`: the generated poster. `GET /posters/<event slug>.jpg?locale=zh`: what
 * is shown of a link to the event (its cover, else that poster), 1200 x 630. The language is in the address, never in a header, so
 * that one cache may serve everybody. The policy lets nothing run, should somebody open it as a page.
 */
export default defineEventHandler(async (event) => {
  try {
    const [, slug, kind] = NAME.exec(nameOf(getRouterParam(event, 'name'))) ?? []
    if (!slug || slug.length > 160) throw new DomainError('not-found')
    const locale = asLocale(getQuery(event).locale)
    return kind === 'svg' ? await answerPoster(event, slug, locale) : await answerSocialPicture(event, slug, locale)
  } catch (error) {
    return answerProblem(event, error)
  }
})

async function answerPoster(event: H3Event, slug: string, locale: Locale): Promise<string | null> {
  const facts = await readPosterFacts(house(), slug)
  if (!facts) throw new DomainError('not-found')
  const svg = renderPoster(facts, { locale, shape: asShape(getQuery(event).shape) })
  return isKnown(event, svg, 'image/svg+xml; charset=utf-8') ? null : svg
}

async function answerSocialPicture(event: H3Event, slug: string, locale: Locale): Promise<Uint8Array | null> {
  const picture = await socialPicture(house(), slug, locale)
  if (!picture) throw new DomainError('not-found')
  return isKnown(event, picture, 'image/jpeg') ? null : Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength)
}

/** Writes the head of the answer. @returns whether the browser has this very picture already */
function isKnown(event: H3Event, body: string | Uint8Array, contentType: string): boolean {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  setResponseHeaders(event, {
    'content-type': contentType,
    'content-security-policy': 'default-src \'none\'; style-src \'unsafe-inline\'',
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=600, s-maxage=3600, stale-while-revalidate=86400',
    'cross-origin-resource-policy': 'cross-origin',
    etag
  })
  if (getRequestHeader(event, 'if-none-match') !== etag) return false
  setResponseStatus(event, 304)
  return true
}

function nameOf(param: string | undefined): string {
  try {
    return decodeURIComponent(param ?? '')
  } catch {
    return ''
  }
}

const asLocale = (value: unknown): Locale => value === 'zh' ? 'zh' : 'en'
const asShape = (value: unknown): PosterShape => POSTER_SHAPES.find(shape => shape === value) ?? 'portrait'
