import type { ChallengeReply } from '#shared/api/identity.ts'

/** A question that waits for its code. The times are this browser's guess: the server decides when a code is over. */
export interface OpenChallenge {
  challengeId: string
  /** The address that the code went to. */
  to: string
  isKeptInMailbox: boolean
  resendAt: number
  endsAt: number
}

/** The open question of a form: it outlives reload and language change, and is gone with the tab. */
export function useChallenge(name: string) {
  const challenge = useState<OpenChallenge | null>(`challenge-${name}`, () => null)
  const key = `foyer-challenge-${name}`

  function begin(reply: ChallengeReply, to: string): void {
    challenge.value = {
      challengeId: reply.challengeId, to, isKeptInMailbox: reply.isKeptInMailbox,
      resendAt: Date.now() + reply.resendInSeconds * 1000, endsAt: Date.now() + reply.expiresInSeconds * 1000
    }
    sessionStorage.setItem(key, JSON.stringify(challenge.value))
  }

  function forget(): void {
    challenge.value = null
    sessionStorage.removeItem(key)
  }

  onMounted(() => {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as OpenChallenge | null
    if (kept && kept.endsAt > Date.now()) challenge.value ??= kept
    else if (kept) forget()
  })

  return { challenge, begin, forget }
}
