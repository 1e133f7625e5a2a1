import { type H3Event, getRequestHeader } from 'h3'

/** How programs that read pages call themselves; people's browsers do not. */
const PROGRAM = /bot|crawl|spider|slurp|headless|lighthouse|preview|monitor|scan|fetch|curl|wget|python|java\/|okhttp|go-http|axios|node|facebookexternalhit|embedly|pingdom|uptime/i

export function isProgram(userAgent: string | undefined): boolean {
  return !userAgent || !/^mozilla\//i.test(userAgent) || PROGRAM.test(userAgent)
}

/** Global Privacy Control, and the older Do Not Track: a browser that says no for its owner is taken at its word. */
export function wishesNotToBeSeen(event: H3Event): boolean {
  return getRequestHeader(event, 'sec-gpc') === '1' || getRequestHeader(event, 'dnt') === '1'
}
