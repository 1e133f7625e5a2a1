import { setAvatar } from '#server/domain/files/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { withPicture } from '#server/http/uploads.ts'
import { avatarReply } from '#shared/api/images.ts'

export default defineEndpoint({
  summary: 'Takes a picture of the person who is logged in, as the body itself; the one before is deleted.',
  callers: 'signed-in',
  takes: ['image/jpeg', 'image/png', 'image/webp', 'image/avif'],
  reply: avatarReply,
  errors: ['image-refused', 'unsupported-media-type', 'body-too-large', 'body-too-slow', 'rate-limited', 'unavailable']
}, async ({ event, house, principal }) => {
  const { userId } = principal!
  return { avatarUrl: await withPicture(event, house, userId, bytes => setAvatar(house, userId, bytes)) }
})
