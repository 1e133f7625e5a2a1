import { listFavourites } from '#server/domain/wishes/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { favouritesQuery, favouritesReply } from '#shared/api/wishes.ts'

export default defineEndpoint({
  summary: 'The caller\'s favourites, the newest first',
  callers: 'signed-in',
  query: favouritesQuery,
  reply: favouritesReply
}, ({ house, principal, query }) => listFavourites(house.db, principal!.userId, query.cursor))
