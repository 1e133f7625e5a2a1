import { describe, expect, it } from 'vitest'
import { createPasswordHasher } from '#server/domain/accounts/password-hasher.ts'

describe('password hasher', () => {
  const hasher = createPasswordHasher()

  it('stores Argon2id with 19 MiB, two passes and a salt of its own (S-02)', async () => {
    const [one, two] = await Promise.all([hasher.hash('curtain call at nine'), hasher.hash('curtain call at nine')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
    expect(hasher.isOutdated(one)).toBe(false)
    expect(hasher.isOutdated('$argon2id$v=19$m=4096,t=1,p=1$c2FsdHNhbHQ$aGFzaA')).toBe(true)
  })

  it('knows the right password from a wrong one, at any length and in any script', async () => {
    for (const password of ['x'.repeat(1024), '剧院的灯光很美', '🎭🎭🎭🎭', ' spaces at both ends ']) {
      const stored = await hasher.hash(password)
      expect(await hasher.matches(password, stored)).toBe(true)
      expect(await hasher.matches(`${password}.`, stored)).toBe(false)
    }
  })

  it('takes the same characters however the keyboard composes them', async () => {
    const stored = await hasher.hash('Caf\u00e9 Op\u00e9ra 1875')
    expect(await hasher.matches('Cafe\u0301 Ope\u0301ra 1875', stored)).toBe(true)
  })

  it('reads bcrypt hashes of other systems, as the characters came, and calls them outdated (S-02)', async () => {
    // Made by crypt(3) of Debian (libxcrypt).
    for (const stored of [
      '$2a$04$cyQowfYmTWxQ00HIwusgkeUd0D75GX3YA4tAE3gfc.OF2oKAbbxFu',
      '$2b$04$ds06vShI6fxTANgXlLjoEelErjw5lDXdi2.ycZEt1.b8nMIEXyvny',
      '$2y$04$PcJAJ1JAVYn1zVq61VgKUedAf6XMykMxZFlyflJuX6/.anbD2VR06'
    ]) {
      expect(await hasher.matches('Caf\u00e9 Op\u00e9ra 1875', stored)).toBe(true)
      expect(await hasher.matches('Caf\u00e9 Op\u00e9ra 1876', stored)).toBe(false)
      expect(hasher.isOutdated(stored)).toBe(true)
    }
    // A vector published by others (Openwall, crypt_blowfish, wrapper.c).
    expect(await hasher.matches('U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')).toBe(true)
    expect(await hasher.matches('anything', '$2b$99$nonsense')).toBe(false)
  })

  it('says no for nobody, for broken hashes and for hashes of a kind it cannot read', async () => {
    expect(await hasher.matches('nobody has this password', null)).toBe(false)
    expect(await hasher.matches('anything', 'not a hash')).toBe(false)
    expect(await hasher.matches('anything', '')).toBe(false)
  })
})
