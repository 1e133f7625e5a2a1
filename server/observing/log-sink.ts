import { write, writeSync } from 'node:fs'

type Write = (fd: number, bytes: Buffer, offset: number, length: number, position: null, done: (error: NodeJS.ErrnoException | null, written: number) => void) => void

/** Bytes that may wait to be written. Beyond that lines are dropped and counted: a log that nobody reads must not stop a sale (F-12). */
const MOST_WAITING = 2_000_000
/** Somebody reads too slowly: asked again after so many ms. */
const RETRY_MS = 25
/** Whoever has taken nothing for so long, in ms, is not waited for at the end. */
const GONE_MS = 1_000

/**
 * Lines on their way to a file descriptor, written together and off the event loop. Node's own `process.stdout` waits for whoever reads
 * a pipe, and with it the whole house would.
 */
export class LogSink {
  readonly #fd: number
  readonly #write: Write
  #waiting: string[] = []
  #letters = 0
  #underWay: Buffer | null = null
  #sentAt = 0
  #isPlanned = false
  #dropped = 0

  constructor(fd: number, writeTo: Write = write as Write) {
    this.#fd = fd
    this.#write = writeTo
  }

  /** How many lines were lost. */
  get dropped(): number {
    return this.#dropped
  }

  /** Takes a line without its end. */
  put(line: string): void {
    if (this.#letters + line.length > MOST_WAITING) {
      this.#dropped++
      return
    }
    this.#waiting.push(line)
    this.#letters += line.length
    if (this.#underWay || this.#isPlanned) return
    this.#isPlanned = true
    setImmediate(() => {
      this.#isPlanned = false
      this.#next()
    })
  }

  #next(): void {
    if (this.#underWay || this.#waiting.length === 0) return
    this.#send(this.#take())
  }

  #take(): Buffer {
    const bytes = Buffer.from(`${this.#waiting.join('\n')}\n`)
    this.#waiting = []
    this.#letters = 0
    return bytes
  }

  #send(bytes: Buffer): void {
    if (this.#underWay === null) this.#sentAt = performance.now()
    this.#underWay = bytes
    this.#write(this.#fd, bytes, 0, bytes.length, null, (error, written) => {
      if (error?.code === 'EAGAIN') return void setTimeout(() => this.#send(bytes), RETRY_MS).unref()
      if (!error && written < bytes.length) return this.#send(bytes.subarray(written))
      // The disk is full, or whoever read has gone: these lines are lost, and the next may find a way.
      if (error) this.#dropped += bytes.toString().split('\n').length - 1
      this.#underWay = null
      this.#next()
    })
  }

  /** What is left goes out before the process ends: the last lines are those that somebody will look for. */
  end(): void {
    if (this.#underWay && performance.now() - this.#sentAt > GONE_MS) return
    // What is under way may be written twice; none of it may be lost.
    const rest = [this.#underWay, this.#waiting.length > 0 ? this.#take() : null].filter(bytes => bytes !== null)
    this.#underWay = null
    try {
      for (const bytes of rest) writeSync(this.#fd, bytes)
    } catch {
      // Nobody is there any more to be told.
    }
  }
}

/** Lines to a stream as it is, at once. */
export class DirectSink {
  readonly dropped = 0
  readonly #stream: NodeJS.WriteStream

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  put(line: string): void {
    this.#stream.write(`${line}\n`)
  }

  end(): void {}
}
