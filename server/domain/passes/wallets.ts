import type { LocalText } from '#shared/text/local-text.ts'

/** What has become of a ticket, as its pass says it. `over`: given back, handed on, changed or resold. */
export type PassStatus = 'good' | 'used' | 'blocked' | 'cancelled' | 'over'

/** All that a pass says, as the database has it. Times are RFC 3339 with the offset at the venue. */
export interface WalletTicket {
  ticketId: string
  sessionId: string
  reference: string
  status: PassStatus
  event: LocalText
  organiser: LocalText
  venue: LocalText
  /** With its city. */
  address: LocalText
  geo: { latitude: number, longitude: number } | null
  startsAt: string
  endsAt: string
  doorsAt: string | null
  section: LocalText
  row: string | null
  isTable: boolean
  seat: string | null
  ticketType: LocalText
  holder: string
  /** What the QR code holds: the same as on paper. Null where it opens no door, or the organiser wants codes that move. */
  code: string | null
  /** Where the ticket itself is. */
  page: string
}

/** `gone`: that device has no passes of ours any more. `later`: nobody answered, or not now. */
export type PushOutcome = 'told' | 'gone' | 'later'

/** Apple Wallet: passes are files; devices are told that there is something new, and then ask this house. */
export interface AppleWallet {
  passTypeId: string
  /** A signed pass. `token` is what devices show when they ask about it. */
  makePass(ticket: WalletTicket, token: string): Promise<Buffer>
  /** Tells devices that some pass of theirs has changed; not which. Never throws. */
  tellDevices(pushTokens: string[]): Promise<Map<string, PushOutcome>>
}

/** Google Wallet: passes lie with the provider, which is told of every change. */
export interface GoogleWallet {
  /** Writes down what all tickets of the show share. Throws where the provider does not take it. */
  putShow(ticket: WalletTicket): Promise<void>
  /** Writes down one ticket, whose show is known. Throws likewise. */
  putTicket(ticket: WalletTicket): Promise<void>
  /** The signed address at which its owner takes it into his wallet. */
  saveLink(ticket: WalletTicket): Promise<string>
}

/** The wallets that this house can fill; null where its certificate or key is not set. */
export interface Wallets { apple: AppleWallet | null, google: GoogleWallet | null }
export type WalletName = keyof Wallets
