import { type H3Event, setResponseHeaders } from 'h3'

/** A file for whoever asked, under a name of plain letters. */
export function fileReply<T extends Buffer | string>(event: H3Event, type: 'application/pdf' | 'application/vnd.apple.pkpass' | 'text/calendar; charset=utf-8' | 'text/html; charset=utf-8', name: string, content: T): T {
  setResponseHeaders(event, { 'content-type': type, 'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '')}"` })
  return content
}
