/** What other areas may ask of the passes in people's wallets. */
export { changedPasses, latestPass, registerDevice, unregisterDevice } from './devices.ts'
export { forgetOldPasses, forgetWalletsOf } from './forget-passes.ts'
export { type PassDesk, issueApplePass, issueGooglePass, walletsFor } from './issue-pass.ts'
export { keepPassesUp } from './keep-up.ts'
export { checkPassesOfEvents, checkPassesOfTickets } from './mark-due.ts'
export { tellDevices } from './tell-devices.ts'
export type { AppleWallet, GoogleWallet, PassStatus, PushOutcome, WalletName, WalletTicket, Wallets } from './wallets.ts'
