import { describe, expect, it } from 'vitest'
import { type ListRow, codeRowOf, openCodeRow, openOrderRow, openReferenceRow, orderRowOf, plainReference, referenceRowOf } from '#shared/gate/list-rows.ts'

const finder = (rows: ListRow[]) => (found: string) => new Map(rows).get(found)
const order = { tickets: [{ ticketId: 't', ticketTypeId: 'y', ticketType: { en: 'Adult', zh: '成人票' }, section: { en: 'Stalls', zh: '池座' }, row: 'A', seat: '1', holder: 'Li Lei', state: 'valid' as const }] }

describe('the list on a phone', () => {
  it('opens to the code, and through it to its order, and to nothing else', async () => {
    const rows = finder([await codeRowOf('SECRET', { order: 'key', ticketId: 't', seed: null }), await orderRowOf('key', order)])
    const opened = await openCodeRow(rows, 'SECRET')
    expect(opened).toEqual({ order: 'key', ticketId: 't', seed: null })
    expect(await openOrderRow(rows, opened!.order)).toEqual(order)
    expect(await openCodeRow(rows, 'OTHER')).toBeNull()
    expect(await openOrderRow(rows, 'SECRET')).toBeNull()
  })

  it('opens to an order number however it is written', async () => {
    const rows = finder([await referenceRowOf('FY-7K3M-QX0D', 'key')])
    for (const written of ['FY-7K3M-QX0D', '7k3m qx0d', 'fy7k3mqxod']) expect([written, await openReferenceRow(rows, written)]).toEqual([written, 'key'])
    expect(plainReference('il-O1')).toBe('1101')
    expect(await openReferenceRow(rows, 'FY-7K3M-QX0E')).toBeNull()
  })

  it('says nothing to whoever has only the list: no name, no seat, no id, and the same ticket looks different each time', async () => {
    const made = [await codeRowOf('SECRET', { order: 'key', ticketId: 'ticket-id', seed: null }), await orderRowOf('key', order)]
    expect(JSON.stringify(made)).not.toMatch(/Li Lei|Adult|ticket-id|SECRET|Stalls/)
    expect(atob(made[1]![1].slice(16))).not.toContain('Li Lei')
    expect((await orderRowOf('key', order))[1]).not.toBe(made[1]![1])
  })

  it('refuses a row that was changed', async () => {
    const [found, sealed] = await orderRowOf('key', order)
    const broken = sealed.slice(0, 30) + (sealed[30] === 'A' ? 'B' : 'A') + sealed.slice(31)
    await expect(openOrderRow(finder([[found, broken]]), 'key')).rejects.toThrow()
  })
})
