import { z } from 'zod'

/** `GET /api/ticket-keys`: by what anybody can tell our codes from others. */
export const ticketKeysReply = z.object({
  keys: z.array(z.object({
    id: z.int(),
    /** Ed25519, 32 bytes, base64url. */
    publicKey: z.string(),
    /** New codes are signed by it. */
    isSigning: z.boolean()
  })),
  /** Ids of keys that are not accepted any more. */
  retired: z.array(z.int())
})
export type TicketKeysReply = z.infer<typeof ticketKeysReply>
