import { listOwnEntries } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { ownWaitingListReply } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'What the caller waits for, and waited for in the last month, the newest first',
  callers: 'signed-in',
  reply: ownWaitingListReply
}, ({ house, principal }) => listOwnEntries(house.db, principal!.userId))
