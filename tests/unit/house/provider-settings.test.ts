import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readSettings } from '#server/settings.ts'

const ESSENTIAL = { NODE_ENV: 'production', DATABASE_URL: 'postgres://localhost/x', FOYER_SECRET: 'a secret of at least thirty-two characters' }
const STRIPE = { FOYER_STRIPE_SECRET_KEY: 'sk_live_1', FOYER_STRIPE_WEBHOOK_SECRET: 'whsec_1' }
const app = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privatePem = (type: 'pkcs1' | 'pkcs8') => String(app.privateKey.export({ type, format: 'pem' }))
const privateLine = (type: 'pkcs1' | 'pkcs8') => app.privateKey.export({ type, format: 'der' }).toString('base64')
const publicPem = String(app.publicKey.export({ type: 'spki', format: 'pem' }))
const ALIPAY = {
  FOYER_ALIPAY_APP_ID: '2021000000000001', FOYER_ALIPAY_SELLER_ID: '2088000000000000', FOYER_ALIPAY_PRIVATE_KEY: privateLine('pkcs8'),
  FOYER_ALIPAY_PUBLIC_KEY: publicPem.replaceAll(/-----[^-]+-----|\s/g, '')
}
const read = (env: Record<string, string>) => readSettings({ ...ESSENTIAL, ...env })

describe('settings of payment providers', () => {
  it('offer nothing where there are none', () => {
    expect(read({})).toMatchObject({ stripe: null, alipay: null })
    expect(read({ FOYER_STRIPE_SECRET_KEY: '', FOYER_ALIPAY_APP_ID: '' })).toMatchObject({ stripe: null, alipay: null })
  })

  it('offer what is complete', () => {
    expect(read(STRIPE).stripe).toEqual({ secretKey: 'sk_live_1', webhookSecret: 'whsec_1', apiUrl: 'https://api.stripe.com' })
    expect(read(ALIPAY).alipay).toMatchObject({ appId: '2021000000000001', sellerId: '2088000000000000', desk: 'page', gatewayUrl: 'https://openapi.alipay.com/gateway.do' })
  })

  it('take a key as each tool writes it', () => {
    const wanted = privatePem('pkcs8')
    for (const written of [wanted, wanted.replaceAll('\n', '\\n'), privatePem('pkcs1'), privateLine('pkcs1')]) {
      expect(read({ ...ALIPAY, FOYER_ALIPAY_PRIVATE_KEY: written }).alipay!.privateKey).toBe(wanted)
    }
    expect(read({ ...ALIPAY, FOYER_ALIPAY_PUBLIC_KEY: publicPem }).alipay!.alipayPublicKey).toBe(publicPem)
  })

  it.each([
    [{ FOYER_STRIPE_SECRET_KEY: 'sk_live_1' }, /FOYER_STRIPE_WEBHOOK_SECRET and FOYER_STRIPE_SECRET_KEY go together/],
    [{ ...STRIPE, FOYER_STRIPE_SECRET_KEY: 'pk_live_1' }, /FOYER_STRIPE_SECRET_KEY is a secret or restricted key/],
    [{ ...STRIPE, FOYER_STRIPE_SECRET_KEY: 'sk_test_1' }, /FOYER_STRIPE_SECRET_KEY is for tests/],
    [{ ...ALIPAY, FOYER_ALIPAY_SELLER_ID: '' }, /FOYER_ALIPAY_APP_ID .*go together/],
    [{ ...ALIPAY, FOYER_ALIPAY_PRIVATE_KEY: 'abc' }, /FOYER_ALIPAY_PRIVATE_KEY is not the private RSA key/],
    [{ ...ALIPAY, FOYER_ALIPAY_PUBLIC_KEY: 'abc' }, /FOYER_ALIPAY_PUBLIC_KEY is not a public RSA key/],
    [{ ...ALIPAY, FOYER_ALIPAY_GATEWAY_URL: 'https://openapi-sandbox.dl.alipaydev.com/gateway.do' }, /FOYER_ALIPAY_GATEWAY_URL is the sandbox/]
  ])('stop the start where they are wrong', (env, message) => {
    expect(() => read(env as Record<string, string>)).toThrow(message)
  })

  it('for tests are taken where no real tickets are sold', () => {
    expect(read({ ...STRIPE, FOYER_STRIPE_SECRET_KEY: 'sk_test_1', FOYER_DEMO: '1' }).stripe).not.toBeNull()
    expect(readSettings({ ...ESSENTIAL, NODE_ENV: 'test', ...STRIPE, FOYER_STRIPE_SECRET_KEY: 'sk_test_1' }).stripe).not.toBeNull()
  })
})
