import type { H3Event } from 'h3'
import { DomainError } from '#shared/errors/domain-error.ts'

/**
 * The body as it was sent, of unknown or known length. What is more than `limitBytes` is refused at the first byte too many, what
 * is not all here after `withinMs` as well; the rest is read and thrown away, so that the refusal reaches whoever is still sending.
 * @throws `body-too-large`, `body-too-slow`, `malformed-body` (it broke off)
 */
export async function readBytes(event: H3Event, { limitBytes, withinMs }: { limitBytes: number, withinMs: number }): Promise<Uint8Array> {
  const request = event.node.req
  const chunks: Buffer[] = []
  let size = 0
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => refuse(new DomainError('body-too-slow', { seconds: withinMs / 1000 })), withinMs)
    const refuse = (reason: DomainError) => {
      stop()
      chunks.length = 0
      event.node.res.setHeader('connection', 'close')
      request.resume()
      reject(reason)
    }
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size > limitBytes) refuse(new DomainError('body-too-large', { limitBytes }))
      else chunks.push(chunk)
    }
    const onEnd = () => {
      stop()
      resolve(Buffer.concat(chunks, size))
    }
    const onBreak = () => refuse(new DomainError('malformed-body'))
    const stop = () => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak)
    }
    request.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak)
  })
}
