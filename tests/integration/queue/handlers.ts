import createOrder from '#server/api/orders/create.post.ts'
import payOrder from '#server/api/orders/pay/[orderId].post.ts'
import desk from '#server/api/publishing/sessions/[id]/queue/index.get.ts'
import moves from '#server/api/publishing/sessions/[id]/queue/moves.post.ts'
import settings from '#server/api/publishing/sessions/[id]/queue/settings.put.ts'
import hold from '#server/api/sessions/[id]/holds/index.post.ts'
import entry from '#server/api/sessions/[id]/queue/entry.post.ts'
import leave from '#server/api/sessions/[id]/queue/index.delete.ts'
import look from '#server/api/sessions/[id]/queue/index.get.ts'
import join from '#server/api/sessions/[id]/queue/index.post.ts'
import lock from '#server/api/tickets/lock/[seatId].put.ts'

export const ENDPOINTS = {
  'GET /api/sessions/:id/queue': look,
  'POST /api/sessions/:id/queue': join,
  'DELETE /api/sessions/:id/queue': leave,
  'POST /api/sessions/:id/queue/entry': entry,
  'POST /api/sessions/:id/holds': hold,
  'PUT /api/tickets/lock/:seatId': lock,
  'POST /api/orders/create': createOrder,
  'POST /api/orders/pay/:orderId': payOrder,
  'GET /api/publishing/sessions/:id/queue': desk,
  'POST /api/publishing/sessions/:id/queue/moves': moves,
  'PUT /api/publishing/sessions/:id/queue/settings': settings
}
