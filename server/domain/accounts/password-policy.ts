import { DomainError } from '#shared/errors/domain-error.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'

/**
 * Refuses passwords that guessing programs try first, and those that cannot be typed twice alike. Length is checked by the input's
 * schema. No rules of composition: NIST SP 800-63B advises against them.
 * @throws `password-refused`, with the reason in `reason`
 */
export function checkNewPassword(password: string, email: string): void {
  const reason = whyRefused(password, email)
  if (reason) throw new DomainError('password-refused', { reason, errors: [{ path: 'password', message: reason, code: 'password-refused' }] })
}

function whyRefused(password: string, email: string): 'unreadable' | 'common' | 'personal' | null {
  // NUL ends a string in many programs, and half a surrogate pair turns into any other half when encoded.
  if (password.includes('\0') || !password.isWellFormed()) return 'unreadable'
  const plain = password.normalize('NFKC').toLowerCase().trim()
  if (COMMON_PASSWORDS.has(plain) || isOneCharacter(plain) || isTheSitesName(plain)) return 'common'
  const [mailbox = ''] = email.split('@')
  return plain === email || withoutEnds(plain) === withoutEnds(mailbox) ? 'personal' : null
}

function isOneCharacter(plain: string): boolean {
  return new Set(plain).size <= 1
}

function isTheSitesName(plain: string): boolean {
  return /^(foyer)+$/.test(withoutEnds(plain).replaceAll(/[^a-z]/g, ''))
}

/** Without the digits and signs that people put around a word. */
function withoutEnds(text: string): string {
  return text.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '')
}
