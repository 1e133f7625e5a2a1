/** The encodings that tables come in: UTF-8, what Excel writes on a Chinese Windows (GB 18030 holds GBK), and UTF-16. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/**
 * What the bytes are written in: by their mark, else UTF-8 where all of them are, else GB 18030 where all of them are; null for
 * neither. Reads chunk by chunk and keeps none.
 */
export async function encodingOf(read: () => AsyncIterable<Uint8Array>): Promise<Encoding | null> {
  for await (const first of read()) {
    if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
    if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be'
    break
  }
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    if (await isAll(read(), encoding)) return encoding
  }
  return null
}

async function isAll(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of chunks) decoder.decode(chunk, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** The text of the bytes, chunk by chunk, without a byte order mark. */
export async function* decoded(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}
