import { choose, readChoices, rememberZone } from '#server/domain/notify/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { chooseInput, choicesReply } from '#shared/api/notices.ts'

export default defineEndpoint({
  summary: 'Chooses whether one kind of news comes by mail or by push. What goes by mail in any case stays so.',
  callers: 'signed-in',
  body: chooseInput,
  reply: choicesReply,
  idempotency: 'natural'
}, async ({ house, principal, body }) => {
  await choose(house.db, principal!.userId, body.kind, body.channel, body.isWanted)
  if (body.timeZone) await rememberZone(house.db, principal!.userId, body.timeZone)
  const [choices, pushKey] = await Promise.all([readChoices(house.db, principal!), house.post.push.publicKey()])
  return { choices, pushKey }
})
