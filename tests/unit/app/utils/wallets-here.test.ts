import { describe, expect, it } from 'vitest'
import { walletsHere } from '../../../../app/utils/wallets-here.ts'

describe('wallets that are of use on a device', () => {
  it.each([
    ['an iPhone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1', 5, ['apple']],
    ['an iPad that asks for pages as a Mac', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15', 5, ['apple']],
    ['a Mac', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15', 0, ['apple', 'google']],
    ['Android', 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36', 5, ['google']],
    ['Windows with a touch screen', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0', 10, ['google']]
  ])('%s', (_, userAgent, maxTouchPoints, wallets) => {
    expect(walletsHere({ userAgent, maxTouchPoints })).toEqual(wallets)
  })
})
