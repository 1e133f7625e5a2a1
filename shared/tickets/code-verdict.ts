/**
 * What can be wrong with a code by itself, whoever asks and whether there is a network or not.
 * `not-a-ticket`: something else was scanned. `forged`: it looks like one of ours and none of our keys signed it.
 * `old-key`: signed by a key that is not accepted any more; its holder opens his tickets and has a new code.
 */
export type CodeFault = 'not-a-ticket' | 'forged' | 'old-key'

/**
 * What can be wrong with a genuine code once its ticket is known.
 * `old-code`: the ticket has another code by now, because it went to somebody else. `stale-code`: a moving code of another
 * minute, so a picture of one. `kind-not-accepted`: paper where the organiser takes none, or a code that stands still where it must move.
 */
export type ProofFault = 'old-code' | 'stale-code' | 'kind-not-accepted'
