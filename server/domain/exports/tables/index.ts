import type { ExportKind } from '#shared/api/exports.ts'
import type { ExportTable } from '../table.ts'
import { attendeesTable } from './attendees.ts'
import { eventsTable } from './events.ts'
import { ordersTable } from './orders.ts'
import { settlementTable } from './settlement.ts'
import { venuesTable } from './venues.ts'

/** The table of a kind; some tell the house more than a publisher. */
export function tableOf(kind: ExportKind, isWholeHouse: boolean): ExportTable {
  switch (kind) {
    case 'orders': return ordersTable(isWholeHouse)
    case 'attendees': return attendeesTable
    case 'settlement': return settlementTable
    case 'events': return eventsTable
    case 'venues': return venuesTable
  }
}
