import { defineWebSocket, setResponseHeader } from 'h3'
import { z } from 'zod'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { followSeats, versionOf } from '#server/http/live/follow-seats.ts'
import { type Peer, socketClient } from '#server/http/live/socket-client.ts'
import { house } from '#server/house.ts'
import { uuid } from '#shared/api/primitives.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** RFC 6455, section 7.4.1: somebody spoke who should only listen. */
const POLICY_VIOLATION = 1008

const clients = new WeakMap<Peer, ReturnType<typeof socketClient>>()

const asked = defineEndpoint({
  summary: 'Live changes of the seats of a session (WebSocket; `?version=` resumes)',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  succeeds: [101],
  errors: ['upgrade-required', 'cross-site', 'too-many-lines', 'unavailable']
}, (call) => {
  setResponseHeader(call.event, 'upgrade', 'websocket')
  throw new DomainError('upgrade-required')
})

/** Who may open one is decided by server/http/live/admit-socket.ts, before. */
const socket = defineWebSocket({
  open(peer) {
    const client = socketClient(peer)
    clients.set(peer, client)
    const { pathname, searchParams } = new URL(peer.request.url)
    followSeats(house(), pathname.split('/')[3] ?? '', versionOf(searchParams.get('version')), client)
  },
  message: peer => peer.close(POLICY_VIOLATION, 'this line only tells'),
  close: peer => clients.get(peer)?.leave(),
  error: peer => clients.get(peer)?.leave()
})

export default Object.assign(asked, { __websocket__: socket })
