import { createHash } from 'node:crypto'
import type { Redis } from '@upstash/redis'

/** A Lua script and the hash by which Redis knows it once it has seen it. */
export interface Script { lua: string, sha: string }

export function script(lua: string): Script {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') }
}

/** Runs by hash, and by text where Redis does not know the hash: after its start or a SCRIPT FLUSH. */
export async function runScript<Reply>(redis: Redis, { lua, sha }: Script, keys: string[], args: (string | number)[]): Promise<Reply> {
  try {
    return await redis.evalsha<(string | number)[], Reply>(sha, keys, args)
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('NOSCRIPT'))) throw error
    return await redis.eval<(string | number)[], Reply>(lua, keys, args)
  }
}
