import type { AlipaySettings } from '#server/gateways/alipay/client.ts'
import { privateKeyPem, publicKeyPem } from '#server/gateways/alipay/keys.ts'
import type { AppleWalletSettings } from '#server/gateways/apple-wallet/apple-wallet.ts'
import type { GoogleWalletSettings } from '#server/gateways/google-wallet/client.ts'
import { certificatePem, isPair, rsaKeyPem } from '#server/gateways/keys/pem.ts'
import type { FileSettings } from '#server/gateways/files/connect.ts'
import type { MailSettings } from '#server/gateways/mail/connect.ts'
import type { OauthSettings } from '#server/gateways/oauth/connect.ts'
import type { VapidSettings } from '#server/gateways/push/connect.ts'
import type { SmsSettings } from '#server/gateways/sms/connect.ts'
import type { StripeSettings } from '#server/gateways/stripe/client.ts'
import type { LogSettings } from '#server/observing/log.ts'
import { z } from 'zod'
import { type TicketKeySettings, parseTicketKeys } from '#server/http/ticket-key-settings.ts'

const emptyIsUnset = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(type: T) => z.preprocess(emptyIsUnset, type.optional())
const flag = z.preprocess(emptyIsUnset, z.enum(['0', '1', 'true', 'false'], { error: 'is 1 or 0' }).default('0')).transform(v => v === '1' || v === 'true')
const url = (...schemes: string[]) => z.string().refine(
  text => URL.canParse(text) && schemes.includes(new URL(text).protocol), { error: `is a URL that starts with ${schemes.map(s => `${s}//`).join(' or ')}` })

/** A key in one of the ways in which it may be written, as PEM. */
const key = (read: (text: string) => string | null, what: string) => optional(z.string().transform((text, issues) => {
  const pem = read(text.trim())
  if (pem) return pem
  issues.addIssue({ code: 'custom', message: what })
  return z.NEVER
}))

/** The environment that Foyer reads. `.env.example` explains every variable. */
const environment = z.object({
  /** Whoever forgets it gets the strict house: no sandbox payments, no demo secrets. */
  NODE_ENV: z.preprocess(emptyIsUnset, z.string().default('production')),
  DATABASE_URL: z.preprocess(emptyIsUnset, z.string({ error: 'is missing: `npm start` brings an embedded PostgreSQL and sets it; a server of your own needs it' })
    .refine(text => URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol), { error: 'is a URL that starts with postgres:// or postgresql://' })),
  DATABASE_POOL: z.preprocess(emptyIsUnset, z.coerce.number({ error: 'is a number of connections' }).int().min(1).max(200).default(10)),
  DATABASE_PREPARE: z.preprocess(emptyIsUnset, z.enum(['0', '1'], { error: 'is 1 or 0' }).default('1')),
  REDIS_URL: optional(url('redis:', 'rediss:')),
  UPSTASH_REDIS_REST_URL: optional(url('https:', 'http:')),
  UPSTASH_REDIS_REST_TOKEN: optional(z.string().min(1)),
  FOYER_SECRET: z.preprocess(emptyIsUnset, z.string({ error: 'is missing: 32 or more random characters, for example from `openssl rand -base64 48`' }).min(32, 'is at least 32 characters long')),
  FOYER_TICKET_KEYS: z.preprocess(emptyIsUnset, z.string().default('1')).transform((text, issues) => {
    try {
      return parseTicketKeys(text)
    } catch (error) {
      issues.addIssue({ code: 'custom', message: (error as Error).message })
      return z.NEVER
    }
  }),
  FOYER_PUBLIC_URL: z.preprocess(emptyIsUnset, url('https:', 'http:').default('http://localhost:3000')),
  FOYER_DEMO: flag,
  FOYER_SECOND_FACTOR: optional(z.enum(['required', 'optional'], { error: 'is "required" or "optional"' })),
  FOYER_TRUST_PROXY: z.preprocess(emptyIsUnset, z.coerce.number({ error: 'is a number of proxies' }).int('is a number of proxies').min(0).max(10).optional()),
  FOYER_FIRST_ADMIN: optional(z.string().trim().toLowerCase().pipe(z.email({ error: 'is an e-mail address' }))),
  FOYER_HOUSE_CURRENCY: z.preprocess(emptyIsUnset, z.string().regex(/^[A-Z]{3}$/, 'is an ISO 4217 code such as CNY').default('CNY')),
  FOYER_SLOW_CLIENT_SECONDS: z.preprocess(emptyIsUnset, z.coerce.number({ error: 'is a number of seconds' }).min(1).max(300).default(20)),
  FOYER_HOLD_BRAKES: optional(z.enum(['on', 'off'], { error: 'is "on" or "off"' })),
  CRON_SECRET: optional(z.string().min(16, 'is at least 16 characters long')),
  FOYER_LOG: z.preprocess(emptyIsUnset, z.enum(['debug', 'info', 'warn', 'error', 'off'], { error: 'is debug, info, warn, error or off' }).default('info')),
  FOYER_LOG_FORMAT: z.preprocess(emptyIsUnset, z.enum(['auto', 'json', 'plain'], { error: 'is auto, json or plain' }).default('auto')),
  METRICS_SECRET: optional(z.string().min(16, 'is at least 16 characters long')),
  FOYER_WELCOME_POINTS: z.preprocess(emptyIsUnset, z.coerce.number().int('is a whole number of points').min(0).default(0)),
  FOYER_BEHAVIOUR_DAYS: z.preprocess(emptyIsUnset, z.coerce.number({ error: 'is a number of days' }).int().min(1).max(3650).default(396)),
  FOYER_FILES: z.preprocess(emptyIsUnset, z.string().default('.data/files')),
  FOYER_S3_BUCKET: optional(z.string().regex(/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/, 'is the name of a bucket')),
  FOYER_S3_ENDPOINT: optional(url('https:', 'http:')),
  FOYER_S3_REGION: z.preprocess(emptyIsUnset, z.string().default('us-east-1')),
  FOYER_S3_KEY_ID: optional(z.string().min(1)),
  FOYER_S3_SECRET: optional(z.string().min(1)),
  BLOB_READ_WRITE_TOKEN: optional(z.string().regex(/^vercel_blob_rw_\w+_\w+$/, 'is a token that begins with vercel_blob_rw_')),
  FOYER_MAIL: optional(z.literal('mailbox', { error: 'is "mailbox" or empty' })),
  FOYER_SMTP_URL: optional(url('smtps:', 'smtp:')),
  FOYER_MAIL_FROM: optional(z.string().max(200).regex(/^([^\p{Cc}<>"@]{1,80} )?<?[^\s\p{Cc}<>",;@]+@[^\s\p{Cc}<>",;@]+>?$/u, 'is an address, or "Name <address>"')),
  FOYER_MAIL_LANES: z.preprocess(emptyIsUnset, z.coerce.number({ error: 'is a number of mails sent at a time' }).int().min(1).max(20).default(1)),
  FOYER_TWILIO_ACCOUNT_SID: optional(z.string().regex(/^AC[\da-f]{32}$/i, 'begins with AC and has 34 characters')),
  FOYER_TWILIO_AUTH_TOKEN: optional(z.string().min(16)),
  FOYER_TWILIO_FROM: optional(z.string().regex(/^(\+\d{6,15}|MG[\da-f]{32}|[\w ]{2,11})$/i, 'is a number such as +15550100, a messaging service (MG...) or a sender name')),
  FOYER_TWILIO_URL: z.preprocess(emptyIsUnset, url('https:', 'http:').default('https://api.twilio.com')),
  FOYER_STRIPE_SECRET_KEY: optional(z.string().regex(/^[sr]k_(live|test)_\w+$/, 'is a secret or restricted key: sk_live_..., rk_live_...')),
  FOYER_STRIPE_WEBHOOK_SECRET: optional(z.string().regex(/^whsec_\S+$/, 'is the signing secret of a webhook endpoint: whsec_...')),
  FOYER_STRIPE_API_URL: z.preprocess(emptyIsUnset, url('https:', 'http:').default('https://api.stripe.com')),
  FOYER_ALIPAY_APP_ID: optional(z.string().regex(/^\d{16}$/, 'is the number of an app, of 16 digits')),
  FOYER_ALIPAY_SELLER_ID: optional(z.string().regex(/^2088\d{12}$/, 'is the number of an account (PID): 2088 and 12 digits more')),
  FOYER_ALIPAY_PRIVATE_KEY: key(privateKeyPem, 'is not the private RSA key of the app'),
  FOYER_ALIPAY_PUBLIC_KEY: key(publicKeyPem, 'is not a public RSA key: it is the one of Alipay, not of the app'),
  FOYER_ALIPAY_DESK: z.preprocess(emptyIsUnset, z.enum(['page', 'qr'], { error: 'is "page" or "qr"' }).default('page')),
  FOYER_ALIPAY_GATEWAY_URL: z.preprocess(emptyIsUnset, url('https:', 'http:').default('https://openapi.alipay.com/gateway.do')),
  FOYER_APPLE_PASS_TYPE_ID: optional(z.string().regex(/^pass\.[\w.-]{3,200}$/, 'is the identifier of a pass type: pass.org.example.tickets')),
  FOYER_APPLE_PASS_TEAM_ID: optional(z.string().regex(/^[A-Z\d]{10}$/, 'is the identifier of a team: 10 capitals and digits')),
  FOYER_APPLE_PASS_CERTIFICATE: key(certificatePem, 'is not a certificate: that of the pass type, as PEM or base64'),
  FOYER_APPLE_PASS_KEY: optional(z.string()),
  FOYER_APPLE_PASS_KEY_PASSPHRASE: optional(z.string()),
  FOYER_APPLE_PASS_WWDR: key(certificatePem, 'is not a certificate: Apple\'s WWDR intermediate, as PEM or base64'),
  FOYER_APPLE_PASS_PUSH_URL: z.preprocess(emptyIsUnset, url('https:', 'http:').default('https://api.push.apple.com')),
  FOYER_GOOGLE_WALLET_ISSUER_ID: optional(z.string().regex(/^\d{5,25}$/, 'is the number of an issuer')),
  FOYER_GOOGLE_WALLET_EMAIL: optional(z.email({ error: 'is the e-mail address of a service account' })),
  FOYER_GOOGLE_WALLET_KEY: key(privateKeyPem, 'is not the private RSA key of the service account'),
  FOYER_GOOGLE_WALLET_API_URL: z.preprocess(emptyIsUnset, url('https:', 'http:').default('https://walletobjects.googleapis.com/walletobjects/v1')),
  FOYER_GOOGLE_WALLET_TOKEN_URL: z.preprocess(emptyIsUnset, url('https:', 'http:').default('https://oauth2.googleapis.com/token')),
  FOYER_VAPID_PUBLIC: optional(z.string().regex(/^[\w-]{87}$/, 'is a VAPID public key: 87 characters of base64url')),
  FOYER_VAPID_PRIVATE: optional(z.string().regex(/^[\w-]{43}$/, 'is a VAPID private key: 43 characters of base64url')),
  FOYER_GOOGLE_CLIENT_ID: optional(z.string().min(1)),
  FOYER_GOOGLE_CLIENT_SECRET: optional(z.string().min(1)),
  FOYER_GOOGLE_ISSUER: z.preprocess(emptyIsUnset, url('https:', 'http:').default('https://accounts.google.com')),
  FOYER_WECHAT_APP_ID: optional(z.string().min(1)),
  FOYER_WEBHOOKS_INSIDE: optional(z.enum(['allow'])),
  FOYER_WECHAT_APP_SECRET: optional(z.string().min(1)),
  FOYER_WECHAT_LOGIN_URL: z.preprocess(emptyIsUnset, url('https:', 'http:').default('https://open.weixin.qq.com')),
  FOYER_WECHAT_API_URL: z.preprocess(emptyIsUnset, url('https:', 'http:').default('https://api.weixin.qq.com'))
}).superRefine((env, issues) => {
  const complain = (name: string, message: string) => issues.addIssue({ code: 'custom', path: [name], message })
  if (Boolean(env.UPSTASH_REDIS_REST_URL) !== Boolean(env.UPSTASH_REDIS_REST_TOKEN)) complain('UPSTASH_REDIS_REST_TOKEN', 'and UPSTASH_REDIS_REST_URL go together: set both or neither')
  if (env.REDIS_URL && env.UPSTASH_REDIS_REST_URL) complain('REDIS_URL', 'and UPSTASH_REDIS_REST_URL exclude each other: set one')
  if (env.FOYER_S3_BUCKET && !(env.FOYER_S3_KEY_ID && env.FOYER_S3_SECRET)) complain('FOYER_S3_BUCKET', 'needs FOYER_S3_KEY_ID and FOYER_S3_SECRET')
  if (env.FOYER_S3_BUCKET && env.BLOB_READ_WRITE_TOKEN) complain('FOYER_S3_BUCKET', 'and BLOB_READ_WRITE_TOKEN exclude each other: set one')
  if (Boolean(env.FOYER_GOOGLE_CLIENT_ID) !== Boolean(env.FOYER_GOOGLE_CLIENT_SECRET)) complain('FOYER_GOOGLE_CLIENT_SECRET', 'and FOYER_GOOGLE_CLIENT_ID go together: set both or neither')
  if (Boolean(env.FOYER_WECHAT_APP_ID) !== Boolean(env.FOYER_WECHAT_APP_SECRET)) complain('FOYER_WECHAT_APP_SECRET', 'and FOYER_WECHAT_APP_ID go together: set both or neither')
  if (env.FOYER_SMTP_URL && !env.FOYER_MAIL_FROM) complain('FOYER_MAIL_FROM', 'is missing: FOYER_SMTP_URL needs an address to send from')
  if (env.FOYER_MAIL === 'mailbox' && env.NODE_ENV === 'production' && !env.FOYER_DEMO) complain('FOYER_MAIL', 'cannot be "mailbox" in production: everybody could read the mails of all')
  if (new Set([env.FOYER_TWILIO_ACCOUNT_SID, env.FOYER_TWILIO_AUTH_TOKEN, env.FOYER_TWILIO_FROM].map(Boolean)).size > 1) complain('FOYER_TWILIO_ACCOUNT_SID', ', FOYER_TWILIO_AUTH_TOKEN and FOYER_TWILIO_FROM go together: set all or none')
  if (Boolean(env.FOYER_VAPID_PUBLIC) !== Boolean(env.FOYER_VAPID_PRIVATE)) complain('FOYER_VAPID_PRIVATE', 'and FOYER_VAPID_PUBLIC go together: set both or neither')
  if (Boolean(env.FOYER_STRIPE_SECRET_KEY) !== Boolean(env.FOYER_STRIPE_WEBHOOK_SECRET)) complain('FOYER_STRIPE_WEBHOOK_SECRET', 'and FOYER_STRIPE_SECRET_KEY go together: without notices nobody learns of a payment')
  if (new Set([env.FOYER_ALIPAY_APP_ID, env.FOYER_ALIPAY_SELLER_ID, env.FOYER_ALIPAY_PRIVATE_KEY, env.FOYER_ALIPAY_PUBLIC_KEY].map(Boolean)).size > 1) complain('FOYER_ALIPAY_APP_ID', ', _SELLER_ID, _PRIVATE_KEY and _PUBLIC_KEY go together: set all or none')
  if (new Set([env.FOYER_APPLE_PASS_TYPE_ID, env.FOYER_APPLE_PASS_TEAM_ID, env.FOYER_APPLE_PASS_CERTIFICATE, env.FOYER_APPLE_PASS_KEY, env.FOYER_APPLE_PASS_WWDR].map(Boolean)).size > 1) complain('FOYER_APPLE_PASS_TYPE_ID', ', _TEAM_ID, _CERTIFICATE, _KEY and _WWDR go together: set all or none')
  else if (env.FOYER_APPLE_PASS_KEY) {
    const pem = rsaKeyPem(env.FOYER_APPLE_PASS_KEY, env.FOYER_APPLE_PASS_KEY_PASSPHRASE)
    if (!pem) complain('FOYER_APPLE_PASS_KEY', 'is not a private RSA key, as PEM or base64, that FOYER_APPLE_PASS_KEY_PASSPHRASE opens')
    else if (!isPair(env.FOYER_APPLE_PASS_CERTIFICATE!, pem)) complain('FOYER_APPLE_PASS_KEY', 'is not the key of FOYER_APPLE_PASS_CERTIFICATE')
  }
  if (new Set([env.FOYER_GOOGLE_WALLET_ISSUER_ID, env.FOYER_GOOGLE_WALLET_EMAIL, env.FOYER_GOOGLE_WALLET_KEY].map(Boolean)).size > 1) complain('FOYER_GOOGLE_WALLET_ISSUER_ID', ', _EMAIL and _KEY go together: set all or none')
  const isReal = env.NODE_ENV === 'production' && !env.FOYER_DEMO
  if (isReal && /^[sr]k_test_/.test(env.FOYER_STRIPE_SECRET_KEY ?? '')) complain('FOYER_STRIPE_SECRET_KEY', 'is for tests: in production anybody could pay with a card number that everybody knows')
  if (isReal && /sandbox|alipaydev/.test(env.FOYER_ALIPAY_GATEWAY_URL)) complain('FOYER_ALIPAY_GATEWAY_URL', 'is the sandbox of Alipay: in production its play money would buy tickets')
  if (env.NODE_ENV === 'production' && env.FOYER_WEBHOOKS_INSIDE) complain('FOYER_WEBHOOKS_INSIDE', 'is for development and tests: in production webhooks never reach this network')
  if (env.NODE_ENV === 'production' && !env.FOYER_DEMO && env.FOYER_SECRET.startsWith('demo-')) complain('FOYER_SECRET', 'is a demo secret: production needs one of its own')
})

export interface Settings {
  isProduction: boolean
  isDemo: boolean
  /** Publishers and admins act with a second factor only. */
  needsSecondFactor: boolean
  databaseUrl: string
  databasePool: number
  /** False behind a pooler that hands connections from query to query and does not know prepared statements. */
  databasePrepare: boolean
  /** Where holds live: one process's memory, a Redis over TCP, or Upstash over HTTP. */
  redis: { kind: 'memory' } | { kind: 'tcp', url: string } | { kind: 'upstash', url: string, token: string }
  /** Where uploaded pictures and exports are kept. */
  files: FileSettings
  /** Identity providers that people may log in with; null: not offered. */
  oauth: OauthSettings
  /** What all keys are derived from (server/http/keys.ts). */
  secret: string
  /** Which keys sign and verify ticket codes. */
  ticketKeys: TicketKeySettings
  publicUrl: string
  /** How many proxies stand before this process, each of which writes down in X-Forwarded-For who asked it. */
  trustedProxies: number
  /** Becomes admin by proving to own this e-mail, while there is no admin. */
  firstAdmin: string | null
  /** One point is one minor unit of it. */
  houseCurrency: string
  /** Lets a cron service run the jobs (server/api/jobs); null: nobody may. */
  cronSecret: string | null
  log: LogSettings
  /** Who shows it gets `/api/metrics`, and the details of `/api/health`; null: there are no metrics. */
  metricsSecret: string | null
  mail: MailSettings
  sms: SmsSettings
  /** Providers that people may pay by; null: not offered. */
  stripe: StripeSettings | null
  alipay: AlipaySettings | null
  /** Wallets that passes are made for; null: not offered. */
  appleWallet: AppleWalletSettings | null
  googleWallet: GoogleWalletSettings | null
  /** Keys of web push; null: the house makes its own and keeps them. */
  vapid: VapidSettings | null
  /** How long a client may take over its headers, and over each 10 KB (at 20) of a body or an answer. */
  slowClientSeconds: number
  /** Holds are counted by person and by address, and who is faster than a person is slowed down. */
  areBrakesOn: boolean
  /** Outgoing webhooks may reach this machine and its network, and go over plain http: development and tests only. */
  areWebhooksInside: boolean
  /** Given to every new account. */
  welcomePoints: number
  /** How long it is kept what people looked at. */
  behaviourDays: number
}

/** An address without a slash at its end. */
const bare = (address: string) => address.replace(/\/+$/, '')

/** Where mails and texts go that no provider takes: a page of the house in a demo and while developing; nowhere in production. */
function mailSettings(e: z.output<typeof environment>): { mail: MailSettings, sms: SmsSettings } {
  const hasMailbox = e.FOYER_DEMO || e.NODE_ENV !== 'production'
  const kept = { kind: hasMailbox ? 'mailbox' as const : 'none' as const }
  return {
    mail: e.FOYER_SMTP_URL && e.FOYER_MAIL !== 'mailbox' ? { kind: 'smtp', url: e.FOYER_SMTP_URL, from: e.FOYER_MAIL_FROM!, lanes: e.FOYER_MAIL_LANES } : kept,
    sms: e.FOYER_TWILIO_ACCOUNT_SID && e.FOYER_MAIL !== 'mailbox'
      ? { kind: 'twilio', accountSid: e.FOYER_TWILIO_ACCOUNT_SID, authToken: e.FOYER_TWILIO_AUTH_TOKEN!, from: e.FOYER_TWILIO_FROM!, apiUrl: bare(e.FOYER_TWILIO_URL) }
      : kept
  }
}

function providerSettings(e: z.output<typeof environment>): { stripe: StripeSettings | null, alipay: AlipaySettings | null } {
  return {
    stripe: e.FOYER_STRIPE_SECRET_KEY ? { secretKey: e.FOYER_STRIPE_SECRET_KEY, webhookSecret: e.FOYER_STRIPE_WEBHOOK_SECRET!, apiUrl: bare(e.FOYER_STRIPE_API_URL) } : null,
    alipay: e.FOYER_ALIPAY_APP_ID
      ? { appId: e.FOYER_ALIPAY_APP_ID, sellerId: e.FOYER_ALIPAY_SELLER_ID!, privateKey: e.FOYER_ALIPAY_PRIVATE_KEY!, alipayPublicKey: e.FOYER_ALIPAY_PUBLIC_KEY!, desk: e.FOYER_ALIPAY_DESK, gatewayUrl: bare(e.FOYER_ALIPAY_GATEWAY_URL) }
      : null
  }
}

function walletSettings(e: z.output<typeof environment>): { appleWallet: AppleWalletSettings | null, googleWallet: GoogleWalletSettings | null } {
  return {
    appleWallet: e.FOYER_APPLE_PASS_TYPE_ID
      ? {
          passTypeId: e.FOYER_APPLE_PASS_TYPE_ID, teamId: e.FOYER_APPLE_PASS_TEAM_ID!, certificate: e.FOYER_APPLE_PASS_CERTIFICATE!, wwdr: e.FOYER_APPLE_PASS_WWDR!,
          key: rsaKeyPem(e.FOYER_APPLE_PASS_KEY!, e.FOYER_APPLE_PASS_KEY_PASSPHRASE)!, pushUrl: bare(e.FOYER_APPLE_PASS_PUSH_URL)
        }
      : null,
    googleWallet: e.FOYER_GOOGLE_WALLET_ISSUER_ID
      ? { issuerId: e.FOYER_GOOGLE_WALLET_ISSUER_ID, email: e.FOYER_GOOGLE_WALLET_EMAIL!, key: e.FOYER_GOOGLE_WALLET_KEY!, apiUrl: bare(e.FOYER_GOOGLE_WALLET_API_URL), tokenUrl: e.FOYER_GOOGLE_WALLET_TOKEN_URL }
      : null
  }
}

/** Reads the settings, or throws an error whose message has one line for each thing that is wrong. */
export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    throw new Error(['Foyer cannot start:', ...parsed.error.issues.map(issue => `  ${issue.path.join('.')} ${issue.message}`)].join('\n'))
  }
  const e = parsed.data
  return {
    isProduction: e.NODE_ENV === 'production',
    isDemo: e.FOYER_DEMO,
    needsSecondFactor: (e.FOYER_SECOND_FACTOR ?? (e.FOYER_DEMO ? 'optional' : 'required')) === 'required',
    databaseUrl: e.DATABASE_URL,
    databasePool: e.DATABASE_POOL,
    slowClientSeconds: e.FOYER_SLOW_CLIENT_SECONDS,
    databasePrepare: e.DATABASE_PREPARE === '1',
    redis: e.REDIS_URL
      ? { kind: 'tcp', url: e.REDIS_URL }
      : e.UPSTASH_REDIS_REST_URL ? { kind: 'upstash', url: e.UPSTASH_REDIS_REST_URL, token: e.UPSTASH_REDIS_REST_TOKEN! } : { kind: 'memory' },
    files: e.FOYER_S3_BUCKET
      ? { kind: 's3', bucket: e.FOYER_S3_BUCKET, region: e.FOYER_S3_REGION, keyId: e.FOYER_S3_KEY_ID!, secret: e.FOYER_S3_SECRET!, endpoint: bare(e.FOYER_S3_ENDPOINT ?? `https://s3.${e.FOYER_S3_REGION}.amazonaws.com`) }
      : e.BLOB_READ_WRITE_TOKEN ? { kind: 'vercel-blob', token: e.BLOB_READ_WRITE_TOKEN } : { kind: 'disk', folder: e.FOYER_FILES },
    oauth: {
      google: e.FOYER_GOOGLE_CLIENT_ID ? { issuer: bare(e.FOYER_GOOGLE_ISSUER), clientId: e.FOYER_GOOGLE_CLIENT_ID, clientSecret: e.FOYER_GOOGLE_CLIENT_SECRET! } : null,
      wechat: e.FOYER_WECHAT_APP_ID ? { appId: e.FOYER_WECHAT_APP_ID, appSecret: e.FOYER_WECHAT_APP_SECRET!, loginUrl: bare(e.FOYER_WECHAT_LOGIN_URL), apiUrl: bare(e.FOYER_WECHAT_API_URL) } : null
    },
    secret: e.FOYER_SECRET,
    ticketKeys: e.FOYER_TICKET_KEYS,
    publicUrl: bare(e.FOYER_PUBLIC_URL),
    // Vercel puts an X-Forwarded-For of its own in place of what the client sent.
    trustedProxies: e.FOYER_TRUST_PROXY ?? (env.VERCEL === '1' ? 1 : 0),
    firstAdmin: e.FOYER_FIRST_ADMIN ?? null,
    houseCurrency: e.FOYER_HOUSE_CURRENCY,
    cronSecret: e.CRON_SECRET ?? null,
    log: { level: e.FOYER_LOG, format: e.FOYER_LOG_FORMAT },
    metricsSecret: e.METRICS_SECRET ?? null,
    ...mailSettings(e),
    ...providerSettings(e),
    ...walletSettings(e),
    vapid: e.FOYER_VAPID_PUBLIC ? { publicKey: e.FOYER_VAPID_PUBLIC, privateKey: e.FOYER_VAPID_PRIVATE! } : null,
    areBrakesOn: (e.FOYER_HOLD_BRAKES ?? (e.NODE_ENV === 'production' ? 'on' : 'off')) === 'on',
    areWebhooksInside: e.FOYER_WEBHOOKS_INSIDE === 'allow',
    welcomePoints: e.FOYER_WELCOME_POINTS,
    behaviourDays: e.FOYER_BEHAVIOUR_DAYS
  }
}
