import { removeAvatar } from '#server/domain/files/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { avatarReply } from '#shared/api/images.ts'

export default defineEndpoint({
  summary: 'Deletes the own picture.',
  callers: 'signed-in',
  reply: avatarReply,
  idempotency: 'natural'
}, async ({ house, principal }) => {
  await removeAvatar(house, principal!.userId)
  return { avatarUrl: null }
})
