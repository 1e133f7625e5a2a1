import { describe, expect, it } from 'vitest'
import { writeKey } from '../../../../app/utils/write-key.ts'

const counted = () => {
  let made = 0
  return writeKey(() => `key-${++made}`)
}

describe('the Idempotency-Key of a write', () => {
  it('stays the same over retries of the same request', () => {
    const keys = counted()
    expect(keys.keyFor('/api/orders/create', { a: 1 })).toBe(keys.keyFor('/api/orders/create', { a: 1 }))
  })

  it('is another one when something else is asked', () => {
    const keys = counted()
    const first = keys.keyFor('/api/orders/create', { a: 1 })
    expect(keys.keyFor('/api/orders/create', { a: 2 })).not.toBe(first)
    expect(keys.keyFor('/api/orders/pay/1', { a: 2 })).not.toBe(first)
  })

  it('is another one after a success, so that the same thing can be wanted twice', () => {
    const keys = counted()
    const first = keys.keyFor('/api/orders/pay/1', { method: 'sandbox' })
    keys.done()
    expect(keys.keyFor('/api/orders/pay/1', { method: 'sandbox' })).not.toBe(first)
  })
})
