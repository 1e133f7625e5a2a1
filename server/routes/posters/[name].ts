import { createHash } from 'node:crypto'
import { defineEventHandler, getQuery, getRequestHeader, getRouterParam, setResponseHeaders, setResponseStatus } from 'h3'
import { POSTER_SHAPES, type PosterShape, readPosterFacts, renderPoster } from '#server/domain/catalogue/poster/index.ts'
import { house } from '#server/house.ts'
import { answerProblem } from '#server/http/problem.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'

/** `<slug>.svg`: words of letters and digits, as slugs are. */
const NAME = /^([\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*)\.svg$/u

/**
 * `GET /posters/<event slug>.svg?locale=zh&shape=landscape`: the generated poster. Its language is in the address, never in a
 * header, so that one cache may serve everybody. The policy lets nothing run, should somebody open it as a page.
 */
export default defineEventHandler(async (event) => {
  try {
    const slug = NAME.exec(nameOf(getRouterParam(event, 'name')))?.[1]
    const facts = slug !== undefined && slug.length <= 160 ? await readPosterFacts(house(), slug) : null
    if (!facts) throw new DomainError('not-found')
    const { locale, shape } = getQuery(event)
    const svg = renderPoster(facts, { locale: asLocale(locale), shape: asShape(shape) })
    const etag = `"${createHash('sha256').update(svg).digest('base64url').slice(0, 27)}"`
    setResponseHeaders(event, {
      'content-type': 'image/svg+xml; charset=utf-8',
      'content-security-policy': 'default-src \'none\'; style-src \'unsafe-inline\'',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=600, s-maxage=3600, stale-while-revalidate=86400',
      'cross-origin-resource-policy': 'cross-origin',
      etag
    })
    if (getRequestHeader(event, 'if-none-match') === etag) {
      setResponseStatus(event, 304)
      return null
    }
    return svg
  } catch (error) {
    return answerProblem(event, error)
  }
})

function nameOf(param: string | undefined): string {
  try {
    return decodeURIComponent(param ?? '')
  } catch {
    return ''
  }
}

const asLocale = (value: unknown): Locale => value === 'zh' ? 'zh' : 'en'
const asShape = (value: unknown): PosterShape => POSTER_SHAPES.find(shape => shape === value) ?? 'portrait'
