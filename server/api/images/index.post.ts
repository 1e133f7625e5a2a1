import { storeImage } from '#server/domain/files/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { withPicture } from '#server/http/uploads.ts'
import { imageQuery, imageReply } from '#shared/api/images.ts'

export default defineEndpoint({
  summary: 'Takes a picture for a cover, as the body itself, and keeps it re-encoded in several sizes.',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  query: imageQuery,
  takes: ['image/jpeg', 'image/png', 'image/webp', 'image/avif'],
  reply: imageReply,
  succeeds: [201],
  errors: ['image-refused', 'unsupported-media-type', 'body-too-large', 'body-too-slow', 'rate-limited', 'unavailable']
}, async ({ event, house, principal, query, status }) => {
  const { userId } = principal!
  const stored = await withPicture(event, house, userId, bytes => storeImage(house, { ownerId: userId, purpose: query.purpose, bytes }))
  status(201)
  return stored
})
