import { defineEventHandler, getRouterParam, setResponseHeaders } from 'h3'
import { readImage } from '#server/domain/files/index.ts'
import { house } from '#server/house.ts'
import { answerProblem } from '#server/http/problem.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/
/** The widths that are made, and no others: an address that anybody may invent must not fill caches. */
const NAME = /^(96|256|320|640|1024|1600|2048)\.webp$/

/**
 * `GET /images/<id>/<width>.webp`: an uploaded picture, which is always WebP that we made. It never changes, so whoever has it
 * keeps it; should somebody open it as a page, nothing in it may do anything.
 */
export default defineEventHandler(async (event) => {
  try {
    const id = getRouterParam(event, 'id') ?? ''
    const width = NAME.exec(getRouterParam(event, 'name') ?? '')?.[1]
    const bytes = ID.test(id) && width ? await readImage(house(), id, Number(width)) : null
    if (!bytes) throw new DomainError('not-found')
    setResponseHeaders(event, {
      'content-type': 'image/webp',
      'content-security-policy': 'default-src \'none\'; sandbox',
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'cross-origin'
    })
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch (error) {
    return answerProblem(event, error)
  }
})
