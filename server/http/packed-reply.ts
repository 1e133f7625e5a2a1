import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { appendResponseHeader, getRequestHeader, type H3Event, send, setResponseHeader } from 'h3'
import { acceptsBrotli } from './accepts-brotli.ts'

const compress = promisify(brotliCompress)

/** Of each reply that is kept for many: its text, and its text in brotli, made once. */
const packed = new WeakMap<object, { text: string, brotli: Promise<Buffer> | null }>()

/** A reply that fits into one packet goes as it is: packing it would gain nothing. */
const ONE_PACKET = 1_400

/**
 * Answers a reply that many ask for at once, in brotli for those who take it. The same object is written and packed once, away from
 * the event loop, and its bytes go to all of them; what goes out must therefore never be changed.
 */
export async function sendPacked(event: H3Event, reply: object): Promise<void> {
  const known = packed.get(reply) ?? { text: JSON.stringify(reply), brotli: null }
  packed.set(reply, known)
  appendResponseHeader(event, 'vary', 'accept-encoding')
  if (known.text.length < ONE_PACKET || !acceptsBrotli(getRequestHeader(event, 'accept-encoding'))) return send(event, known.text, 'application/json')
  // Quick rather than small: a status is new five times a second while seats go.
  known.brotli ??= compress(known.text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } })
  const bytes = await known.brotli
  setResponseHeader(event, 'content-encoding', 'br')
  return send(event, bytes, 'application/json')
}
