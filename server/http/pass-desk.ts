import type { PassDesk } from '#server/domain/passes/index.ts'
import type { House } from '#server/house.ts'

/** What passes are made of and with. */
export const passDeskOf = ({ db, keys, publicUrl, wallets, passKey }: House): PassDesk => ({ db, keys, publicUrl, wallets, passKey })
