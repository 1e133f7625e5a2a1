import { Redis, type Requester } from '@upstash/redis'

/**
 * The commands that every transport has, in-process memory too: what code outside this folder may use.
 * Replies come as Redis gave them: a value that looks like JSON or a number stays the string that it is.
 */
export type PlainRedis = Pick<Redis, 'get' | 'set' | 'incr' | 'incrby' | 'del' | 'exists' | 'expire' | 'pexpire' | 'ttl' | 'pttl' | 'ping'>

/** The typed client over `requester`. */
export function clientOver(requester: Requester): Redis {
  return new RawRedis(requester)
}

/** `@upstash/redis` parses replies as JSON unless told not to, and takes no options beside a requester of one's own. */
class RawRedis extends Redis {
  constructor(requester: Requester) {
    super(requester)
    this.opts = { automaticDeserialization: false }
  }
}
