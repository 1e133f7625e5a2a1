import { readChoices } from '#server/domain/notify/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { choicesReply } from '#shared/api/notices.ts'

export default defineEndpoint({
  summary: 'What reaches the caller how: every kind of news that concerns the role, by mail and by push.',
  callers: 'signed-in',
  reply: choicesReply
}, async ({ house, principal }) => {
  const [choices, pushKey] = await Promise.all([readChoices(house.db, principal!), house.post.push.publicKey()])
  return { choices, pushKey }
})
