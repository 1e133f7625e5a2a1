import { createPrivateKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readSettings } from '#server/settings.ts'
import { appleEnv, passPapers, rsaPem } from '#tests/support/wallet-papers.ts'

const ESSENTIAL = { NODE_ENV: 'production', DATABASE_URL: 'postgres://localhost/x', FOYER_SECRET: 'a secret of at least thirty-two characters' }
const papers = passPapers()
const APPLE = appleEnv(papers, '')
const GOOGLE = { FOYER_GOOGLE_WALLET_ISSUER_ID: '3388000000012345678', FOYER_GOOGLE_WALLET_EMAIL: 'wallet@foyer.example', FOYER_GOOGLE_WALLET_KEY: rsaPem().privateKey }
const read = (env: Record<string, string>) => readSettings({ ...ESSENTIAL, ...env })

describe('settings of wallets', () => {
  it('offer nothing where there are none', () => {
    expect(read({})).toMatchObject({ appleWallet: null, googleWallet: null })
  })

  it('offer what is complete, at the providers\' own addresses', () => {
    expect(read({ ...APPLE, ...GOOGLE })).toMatchObject({
      appleWallet: { passTypeId: 'pass.org.example.tickets', teamId: 'ABCDE12345', pushUrl: 'https://api.push.apple.com' },
      googleWallet: { issuerId: '3388000000012345678', apiUrl: 'https://walletobjects.googleapis.com/walletobjects/v1', tokenUrl: 'https://oauth2.googleapis.com/token' }
    })
  })

  it('take papers as PEM, as PEM in one line, as base64, and a key behind a passphrase', () => {
    const wanted = read(APPLE).appleWallet!
    const base64 = (pem: string) => Buffer.from(pem).toString('base64')
    const body = (pem: string) => pem.replaceAll(/-----[^-]+-----|\s/g, '')
    for (const write of [(pem: string) => pem, (pem: string) => pem.replaceAll('\n', '\\n'), base64]) {
      expect(read({ ...APPLE, FOYER_APPLE_PASS_CERTIFICATE: write(papers.certificate), FOYER_APPLE_PASS_KEY: write(papers.key), FOYER_APPLE_PASS_WWDR: write(papers.wwdr) }).appleWallet).toEqual(wanted)
    }
    expect(read({ ...APPLE, FOYER_APPLE_PASS_WWDR: body(papers.wwdr) }).appleWallet).toEqual(wanted)
    const sealed = String(createPrivateKey(papers.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open up' }))
    expect(read({ ...APPLE, FOYER_APPLE_PASS_KEY: base64(sealed), FOYER_APPLE_PASS_KEY_PASSPHRASE: 'open up' }).appleWallet).toEqual(wanted)
    expect(() => read({ ...APPLE, FOYER_APPLE_PASS_KEY: sealed, FOYER_APPLE_PASS_KEY_PASSPHRASE: 'open' })).toThrow('FOYER_APPLE_PASS_KEY is not a private RSA key')
  })

  it('say what is wrong before anybody is offered a pass that no phone takes', () => {
    expect(() => read({ ...APPLE, FOYER_APPLE_PASS_WWDR: '' })).toThrow('go together: set all or none')
    expect(() => read({ ...APPLE, FOYER_APPLE_PASS_CERTIFICATE: 'x' })).toThrow('FOYER_APPLE_PASS_CERTIFICATE is not a certificate')
    expect(() => read({ ...APPLE, FOYER_APPLE_PASS_KEY: rsaPem().privateKey })).toThrow('FOYER_APPLE_PASS_KEY is not the key of FOYER_APPLE_PASS_CERTIFICATE')
    expect(() => read({ ...APPLE, FOYER_APPLE_PASS_TYPE_ID: 'org.example' })).toThrow('FOYER_APPLE_PASS_TYPE_ID')
    expect(() => read({ ...GOOGLE, FOYER_GOOGLE_WALLET_KEY: '' })).toThrow('FOYER_GOOGLE_WALLET_ISSUER_ID , _EMAIL and _KEY go together')
    expect(() => read({ ...GOOGLE, FOYER_GOOGLE_WALLET_KEY: 'x' })).toThrow('FOYER_GOOGLE_WALLET_KEY is not the private RSA key')
  })
})
