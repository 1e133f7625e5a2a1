/** Providers that deliver `name+anything@` to `name@`, and those where dots in the name mean nothing. */
const PLUS_TAGS = new Set(['gmail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'icloud.com', 'me.com', 'mac.com', 'fastmail.com', 'proton.me', 'protonmail.com', 'pm.me', 'zoho.com', 'yandex.com'])
const NO_DOTS = new Set(['gmail.com'])
/** One mailbox under several names. */
const SAME_HOUSE: Record<string, string> = { 'googlemail.com': 'gmail.com', 'pm.me': 'proton.me', 'protonmail.com': 'proton.me', 'me.com': 'icloud.com', 'mac.com': 'icloud.com' }

/**
 * One spelling for all addresses that surely reach the same mailbox: case, and at the large providers tags after a plus and dots.
 * Only for telling people apart, never for sending. Elsewhere `a+b@` may be somebody else than `a@`, so it stays.
 */
export function samePerson(address: string): string {
  const lower = address.trim().toLowerCase()
  const at = lower.lastIndexOf('@')
  const house = lower.slice(at + 1)
  let name = lower.slice(0, at)
  const known = SAME_HOUSE[house] ?? house
  if (PLUS_TAGS.has(known)) name = name.replace(/(?<=.)\+.*$/u, '')
  if (NO_DOTS.has(known)) name = name.replaceAll('.', '') || name
  return `${name}@${known}`
}
