import { SignJWT } from 'jose'
import type { GoogleWallet } from '#server/domain/passes/index.ts'
import { type GoogleWalletSettings, googleClient, signingKey } from './client.ts'
import { classId, objectId, showContent, ticketContent } from './pass-content.ts'

const SAVE_AT = 'https://pay.google.com/gp/v/save/'

/**
 * Passes of Google Wallet. What they say is written down by REST and the link names them only: with all in it, it would be longer
 * than the 1,800 characters that browsers are sure to take (Google, "Issuing passes with JWTs").
 */
export function googleWallet(settings: GoogleWalletSettings, origin: string): GoogleWallet {
  const key = signingKey(settings)
  const put = googleClient(settings, key)
  return {
    putShow: ticket => put('eventTicketClass', showContent(settings.issuerId, ticket)),
    putTicket: ticket => put('eventTicketObject', ticketContent(settings.issuerId, ticket)),
    saveLink: async (ticket) => {
      const payload = { eventTicketObjects: [{ id: objectId(settings.issuerId, ticket), classId: classId(settings.issuerId, ticket) }] }
      return SAVE_AT + await new SignJWT({ typ: 'savetowallet', origins: [origin], payload })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).setIssuer(settings.email).setAudience('google').setIssuedAt().sign(await key())
    }
  }
}
