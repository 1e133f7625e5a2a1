import type { Database } from '#drizzle/database.ts'
import migrations from '#drizzle/migrations/meta/_journal.json' with { type: 'json' }
import type { GroupLimiter } from '#server/domain/accounts/rate-limiter.ts'
import type { SheetWorks } from '#server/domain/exports/index.ts'
import type { FileStore, ImageWorks } from '#server/domain/files/index.ts'
import type { IdentityProvider } from '#server/domain/identities/index.ts'
import { type HoldDoor, type HoldStore, SeatFeedHub } from '#server/domain/inventory/index.ts'
import type { PaperPress } from '#server/domain/holders/index.ts'
import { type ReportPress, attachmentsOf } from '#server/domain/reports/index.ts'
import type { Wallets } from '#server/domain/passes/index.ts'
import type { Post, PostOffice } from '#server/domain/notify/index.ts'
import { type PaymentGateway, takeNotice } from '#server/domain/payments/index.ts'
import { type LineStore, holdDoor } from '#server/domain/queue/index.ts'
import { type HealthDeps, Turns } from '#server/domain/health/index.ts'
import { HoldLog, SalesWatch } from '#server/domain/insight/index.ts'
import type { WebhookSender } from '#server/domain/webhooks/index.ts'
import { type TicketKeys, openKeyRing } from '#server/domain/tickets/index.ts'
import { holdBrake, inOrder } from '#server/domain/brakes/index.ts'
import { alipayGateway } from '#server/gateways/alipay/alipay-gateway.ts'
import { appleWallet } from '#server/gateways/apple-wallet/apple-wallet.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { createWebhookSender } from '#server/gateways/webhooks/webhook-sender.ts'
import { drawQr } from '#server/gateways/qr/draw-qr.ts'
import { createFileStore } from '#server/gateways/files/connect.ts'
import { googleWallet } from '#server/gateways/google-wallet/google-wallet.ts'
import { sharpWorks } from '#server/gateways/images/sharp-works.ts'
import { createIdentityProviders } from '#server/gateways/oauth/connect.ts'
import { createMailSender } from '#server/gateways/mail/connect.ts'
import { createReportPress } from '#server/gateways/reports/report-press.ts'
import { createPaperPress } from '#server/gateways/pdf/press.ts'
import { createPushSender } from '#server/gateways/push/connect.ts'
import { hucreWorks } from '#server/gateways/sheets/hucre-works.ts'
import { createSmsSender } from '#server/gateways/sms/connect.ts'
import { createRedis } from '#server/gateways/redis/connect.ts'
import { countedHolds } from '#server/gateways/redis/counted-holds.ts'
import { createHoldStore } from '#server/gateways/redis/hold-store.ts'
import { createLineStore } from '#server/gateways/redis/queue/line-store.ts'
import { createRateLimiter } from '#server/gateways/redis/rate-limiter.ts'
import { SandboxDesk } from '#server/gateways/sandbox/sandbox-desk.ts'
import { createSandboxGateway } from '#server/gateways/sandbox/sandbox-gateway.ts'
import { stripeGateway } from '#server/gateways/stripe/stripe-gateway.ts'
import { deriveKey } from '#server/http/keys.ts'
import { ticketKeySpecs } from '#server/http/ticket-key-settings.ts'
import { traced } from '#server/observing/tracing.ts'
import { type WorkGate, createWorkGate } from '#shared/flow/work-gate.ts'
import { type Settings, readSettings } from './settings.ts'

/** Everything that a running Foyer has: the one place where the domain meets its gateways. */
export interface House {
  settings: Settings
  db: Database
  holds: HoldStore
  limiter: GroupLimiter
  /** Who waits before which session. */
  line: LineStore
  queueKey: Buffer
  areBrakesOn: boolean
  /** Asked before anybody holds a seat. */
  door: HoldDoor
  /** Writes down holds, for statistics. */
  witness: HoldLog
  /** What browsers are known by in the log of behaviour. */
  visitorKey: Buffer
  feed: SeatFeedHub
  /** Tells those who look at figures that some have moved. */
  salesWatch: SalesWatch
  /** Orders are written in it, only so many at once, that connections to Postgres stay for those who pay. */
  orderLine: WorkGate
  /** Uploaded pictures and exports. */
  files: FileStore
  /** What makes workbooks. */
  sheets: SheetWorks
  /** What re-encodes pictures. */
  images: ImageWorks
  /** Where people may sign in with an account that they have elsewhere, by name. */
  identityProviders: ReadonlyMap<string, IdentityProvider>
  /** Ways to pay, beside points, that this installation offers. */
  gateways: readonly PaymentGateway[]
  /** The page and post room of the sandbox; null where it is not offered. */
  sandbox: SandboxDesk | null
  houseCurrency: string
  publicUrl: string
  /** The ways by which this house reaches people; null where one is not set up. */
  post: Post
  /** Mails and texts have a way out, if only to the mailbox page. */
  canSendMail: boolean
  canSendSms: boolean
  /** Mails or texts are kept for a page that everybody can read: a demo, or a machine of a developer. */
  isMailboxOpen: boolean
  /** One derived key for each purpose. */
  keys: { holdTokens: Buffer, guests: Buffer, unsubscribe: Buffer, gateLists: Buffer, attendees: Buffer, instruments: Buffer, webhooks: Buffer, tickets: TicketKeys }
  /** Reaches the receivers of outgoing webhooks. */
  webhookSender: WebhookSender
  /** What makes PDFs. */
  press: PaperPress
  /** What makes reports of a month. */
  reports: ReportPress
  /** The files that go with a mail. */
  attachmentsOf: PostOffice['attachmentsOf']
  /** Wallets of phones that tickets may go into. */
  wallets: Wallets
  /** What the tokens of passes are derived from. */
  passKey: Buffer
  /** A text as a QR code in SVG. */
  drawQr(text: string): Promise<string>
  /** What the health of the house is read from. */
  pulse: HealthDeps['pulse']
  turns: Turns
  /** The newest migration that this Foyer was built with, in ms since 1970. */
  schemaAt: number
  close(): Promise<void>
}

/** Orders that may wait to be written in this process: nobody who has seats is turned away while there is any hope. */
const ORDERS_IN_LINE = 2_000

/** Opens the house with the given settings. Nothing is connected before it is used. */
export function openHouse(settings: Settings): House {
  const database = connectDatabase(settings.databaseUrl, { pool: settings.databasePool, prepare: settings.databasePrepare })
  const redis = createRedis(settings.redis)
  const holds = countedHolds(createHoldStore(redis))
  const queue = { db: database.db, line: createLineStore(redis), limiter: createRateLimiter(redis, database.db, deriveKey(settings.secret, 'names-of-tries')), queueKey: deriveKey(settings.secret, 'waiting-room'), areBrakesOn: settings.areBrakesOn }
  const post: Post = {
    mail: tracedIfAny('mail', createMailSender(settings.mail, database.db)),
    sms: tracedIfAny('sms', createSmsSender(settings.sms, database.db)),
    push: traced('push', createPushSender({ vapid: settings.vapid, db: database.db, sealKey: deriveKey(settings.secret, 'vapid-private'), publicUrl: settings.publicUrl })),
    mailLanes: settings.mail.kind === 'smtp' ? settings.mail.lanes : 1
  }
  const witness = new HoldLog(database.db)
  const sandboxKey = deriveKey(settings.secret, 'sandbox-notices')
  const house: House = {
    settings,
    holds,
    ...queue,
    door: inOrder(holdDoor(queue), holdBrake(queue)),
    witness,
    visitorKey: deriveKey(settings.secret, 'behaviour-visitors'),
    feed: new SeatFeedHub({ db: database.db, holds }),
    salesWatch: new SalesWatch(database.db),
    orderLine: createWorkGate(Math.ceil(settings.databasePool / 2), ORDERS_IN_LINE),
    files: traced('files', createFileStore(settings.files)),
    sheets: hucreWorks,
    images: sharpWorks,
    identityProviders: createIdentityProviders(settings.oauth),
    gateways: [
      ...settings.isDemo || !settings.isProduction ? [createSandboxGateway(database.db, sandboxKey)] : [],
      ...settings.stripe ? [traced('stripe', stripeGateway(settings.stripe))] : [],
      ...settings.alipay ? [traced('alipay', alipayGateway(settings.alipay))] : []
    ],
    sandbox: settings.isDemo || !settings.isProduction ? new SandboxDesk(database.db, sandboxKey, notice => takeNotice(house, 'sandbox', notice)) : null,
    houseCurrency: settings.houseCurrency,
    publicUrl: settings.publicUrl,
    post,
    canSendMail: post.mail !== null,
    canSendSms: post.sms !== null,
    isMailboxOpen: settings.mail.kind === 'mailbox' || settings.sms.kind === 'mailbox',
    keys: {
      holdTokens: deriveKey(settings.secret, 'hold-tokens'),
      guests: deriveKey(settings.secret, 'guest-orders'),
      unsubscribe: deriveKey(settings.secret, 'unsubscribe'),
      gateLists: deriveKey(settings.secret, 'gate-lists'),
      attendees: deriveKey(settings.secret, 'attendees'),
      instruments: deriveKey(settings.secret, 'payment-instruments'),
      webhooks: deriveKey(settings.secret, 'webhook-secrets'),
      tickets: { ring: openKeyRing(ticketKeySpecs(settings.ticketKeys, settings.secret)), movingCodes: deriveKey(settings.secret, 'moving-ticket-codes') }
    },
    webhookSender: traced('webhooks', createWebhookSender({ allowsInside: settings.areWebhooksInside })),
    press: createPaperPress(),
    reports: createReportPress(),
    attachmentsOf: delivery => attachmentsOf(house, delivery),
    wallets: {
      apple: settings.appleWallet && appleWallet(settings.appleWallet, `${settings.publicUrl}/api/wallet/apple`),
      google: settings.googleWallet && googleWallet(settings.googleWallet, settings.publicUrl)
    },
    passKey: deriveKey(settings.secret, 'wallet-passes'),
    drawQr,
    pulse: { kind: redis.kind, ping: async () => void await redis.redis.ping() },
    turns: new Turns(),
    schemaAt: Math.max(...migrations.entries.map(({ when }) => when)),
    close: async () => {
      await witness.close()
      await post.mail?.close()
      await redis.close()
      await database.close()
    }
  }
  return house
}

const tracedIfAny = <T extends object>(name: string, thing: T | null) => thing && traced(name, thing)

let opened: House | undefined

/** The house of this process. */
export function house(): House {
  opened ??= openHouse(readSettings())
  return opened
}
