import { describe, expect, it } from 'vitest'
import { checkNewPassword } from '#server/domain/accounts/password-policy.ts'
import { newPassword } from '#shared/api/accounts.ts'

const reasonFor = (password: string) => {
  try {
    checkNewPassword(password, 'rosalind.arden@example.org')
    return null
  } catch (error) {
    return (error as { data: { reason: string } }).data.reason
  }
}

describe('password policy (S-01)', () => {
  it('refuses what guessing programs try first, in any case', () => {
    for (const password of ['password', 'Password123', 'QWERTYUIOP', '5201314520', 'woaini1314', '11111111', 'zzzzzzzzzzzz']) expect(reasonFor(password), password).toBe('common')
  })

  it('refuses the name of the site, however it is dressed up', () => {
    for (const password of ['foyerfoyer', 'Foyer2026', 'foyer123!', '12foyer34', 'Foyer-Foyer']) expect(reasonFor(password), password).toBe('common')
  })

  it('refuses the own e-mail', () => {
    for (const password of ['rosalind.arden@example.org', 'Rosalind.Arden', 'rosalind.arden1']) expect(reasonFor(password), password).toBe('personal')
  })

  it('refuses NUL and halves of characters', () => {
    expect(reasonFor('good enough\0')).toBe('unreadable')
    expect(reasonFor('good enough\ud800')).toBe('unreadable')
  })

  it('accepts long ones, other scripts and spaces without rules of composition', () => {
    for (const password of ['correct horse battery', '剧院的灯光很美丽啊', '🎭🎪🎟️🎬🎤🎧🎼🎹', 'a lamp in the foyer', 'x9'.repeat(512)]) expect(reasonFor(password), password).toBeNull()
  })

  it('leaves length to the input: 8 to 1,024 characters', () => {
    expect(newPassword.safeParse('seven77').success).toBe(false)
    expect(newPassword.safeParse('x'.repeat(64)).success).toBe(true)
    expect(newPassword.safeParse('x'.repeat(1025)).success).toBe(false)
  })
})
