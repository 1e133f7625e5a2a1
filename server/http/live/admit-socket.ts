import { type IncomingMessage, ServerResponse } from 'node:http'
import { createEvent } from 'h3'
import { saleSession } from '#server/domain/inventory/index.ts'
import { answerProblem } from '#server/http/problem.ts'
import { refuseCrossSite } from '#server/http/same-site.ts'
import { house } from '#server/house.ts'
import { uuid } from '#shared/api/primitives.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { lineOwner } from './line-owner.ts'
import { lines } from './lines.ts'

/** Nobody has to say anything over our sockets. */
export const MOST_HEARD_BYTES = 1024

const SEATS = /^\/api\/sessions\/([^/?]+)\/socket(?:\?|$)/

/** How `ws` is told whom to let in: refused are answered over HTTP, before there is a socket. */
type Verdict = (isAdmitted: boolean, status?: number, text?: string, headers?: Record<string, string>) => void

/**
 * Lets in who may open a WebSocket: of our own pages (any page could open one with the cookies of its visitor, for no browser
 * keeps them apart: RFC 6455, section 10.2), to a place where there is one, and not too many. A line is given back when its
 * socket closes.
 */
export function admitSocket({ req }: { req: IncomingMessage }, decide: Verdict): void {
  void admit(req).then(() => decide(true), (error: unknown) => {
    const event = createEvent(req, new ServerResponse(req))
    const problem = answerProblem(event, error)
    const retry = event.node.res.getHeader('retry-after')
    decide(false, problem.status, JSON.stringify(problem), { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store', ...(retry ? { 'retry-after': String(retry) } : {}) })
  })
}

async function admit(req: IncomingMessage): Promise<void> {
  const event = createEvent(req, new ServerResponse(req))
  refuseCrossSite(event)
  const sessionId = uuid.safeParse(SEATS.exec(req.url ?? '')?.[1])
  if (!sessionId.success) throw new DomainError('not-found')
  const theHouse = house()
  const giveBack = lines.take(await lineOwner(event, theHouse))
  req.socket.once('close', giveBack)
  if (req.socket.destroyed) return giveBack()
  await saleSession(theHouse.db, sessionId.data)
}
