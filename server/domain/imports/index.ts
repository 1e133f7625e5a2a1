/** Imports: events, and for admins customers, from a table that somebody else wrote. */
export { type EventImport, importEvents } from './import-events.ts'
export { lookAtTable } from './look-at-table.ts'
export { beginImport, finishImport, listImports, mappingOf } from './import-runs.ts'
export { beginCustomerImport, customerMappingOf, finishCustomerImport, listCustomerImports } from './customers/customer-runs.ts'
export { guessCustomerColumns } from './customers/guess-customer-columns.ts'
export { type CustomerImport, importCustomers } from './customers/import-customers.ts'
export { INVITED_AN_HOUR, inviteImported, sendInvitations } from './customers/invite.ts'
