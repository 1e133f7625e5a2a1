import { describe, expect, it } from 'vitest'
import type { RateLimiter } from '#server/domain/accounts/rate-limiter.ts'
import { withinShare } from '#server/http/fair-share.ts'
import { refusalCode } from '#tests/support/house.ts'

const generous: RateLimiter = { hit: async () => ({ allowed: true, retryAfterSeconds: 0 }) }
const share = (who: string) => ({ key: `table:${who}`, atOnce: 1, limit: 3, windowSeconds: 600 })

describe('the share of one person', () => {
  it('is one at a time: the second is asked to come again, somebody else is not, and afterwards there is room', async () => {
    let finish!: () => void
    const first = withinShare({ limiter: generous }, share('ada'), () => new Promise<void>((resolve) => { finish = resolve }))
    expect(await refusalCode(withinShare({ limiter: generous }, share('ada'), async () => {}))).toBe('rate-limited')
    expect(await withinShare({ limiter: generous }, share('ben'), async () => 'done')).toBe('done')
    // Asked for the limit first: only then does the work begin.
    await Promise.resolve()
    finish()
    await first
    expect(await withinShare({ limiter: generous }, share('ada'), async () => 'done')).toBe('done')
  })

  it('is so many in a while, over all processes; work that fails gives its room back', async () => {
    let hits = 0
    const limiter: RateLimiter = { hit: async (_, limit) => ({ allowed: ++hits <= limit, retryAfterSeconds: 60 }) }
    await expect(withinShare({ limiter }, share('cy'), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    for (let i = 0; i < 2; i++) await withinShare({ limiter }, share('cy'), async () => {})
    expect(await refusalCode(withinShare({ limiter }, share('cy'), async () => {}))).toBe('rate-limited')
  })
})
