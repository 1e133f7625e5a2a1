import { z } from 'zod'

/** Text that people typed or pages have: no control characters, no lone surrogates, nothing that turns a line around. */
const plain = (most: number) => z.string().min(1).max(most).regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+$/u)
/** A page of ours, without its query. */
const page = plain(200).regex(/^\/(?!\/)[^?#\s\\]*$/)

/** What a browser saw: a page, a link to an event on it that was followed, or a search. When is the server's to say. */
export const seen = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('view'), page }),
  z.strictObject({ kind: z.literal('click'), page, to: page }),
  z.strictObject({ kind: z.literal('search'), page, words: plain(100) })
])

/** `POST /api/behaviour`: sent in batches by `navigator.sendBeacon`, by browsers of people who agreed to it, and by no others (G-05). */
export const behaviourInput = z.strictObject({ agreed: z.literal(true), seen: z.array(seen).min(1).max(50) })

export type Seen = z.infer<typeof seen>
export type BehaviourInput = z.infer<typeof behaviourInput>
