import { describe, expect, it } from 'vitest'
import { compileMessages } from '../../../app/i18n/compile-messages.ts'

describe('messages for a browser without a message compiler', () => {
  it('leave a plain sentence as it is, at any depth', () => {
    const messages = { title: 'See you there', seats: { free: '还有座位，请选座。' } }
    expect(compileMessages(messages)).toEqual(messages)
  })

  it('turn values and plural forms into a tree, without a copy of their source', () => {
    const { events } = compileMessages({ events: '{n} event | {n} events' })
    expect(events).toEqual({ t: 0, b: { t: 1, c: [
      { t: 2, i: [{ t: 4, k: 'n' }, { t: 3, v: ' event' }] },
      { t: 2, i: [{ t: 4, k: 'n' }, { t: 3, v: ' events' }] }
    ] } })
  })

  it('refuse a message that is not well formed', () => {
    expect(() => compileMessages({ broken: 'Held for {time' })).toThrow(SyntaxError)
  })
})
