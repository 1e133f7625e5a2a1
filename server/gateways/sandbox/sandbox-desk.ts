import { and, eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { sandboxPayments } from '#drizzle/schema/index.ts'
import type { RawNotice } from '#server/domain/payments/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { type Manner, type SandboxPayment, noteHappening, readSandboxPayment, takeDueNotices, takeMoney } from './books.ts'
import { SIGNATURE_HEADER, signNotice } from './notices.ts'

export interface SandboxAct {
  outcome: 'pay' | 'decline' | 'dispute' | 'win-dispute' | 'lose-dispute'
  /** How its notices are sent. */
  manner?: Manner
  /** The money comes so much later. */
  delaySeconds?: number
  /** Paid by this card: payments with the same one are of one card. Without it each is of its own. */
  card?: string
}

const DISPUTES = { 'dispute': 'dispute.opened', 'win-dispute': 'dispute.won', 'lose-dispute': 'dispute.lost' } as const

/** What the sandbox's hosted page shows and does, and its post room. `deliver` is how its notices reach the house. */
export class SandboxDesk {
  readonly #db: Database
  readonly #key: Buffer
  readonly #deliver: (notice: RawNotice) => Promise<unknown>

  constructor(db: Database, key: Buffer, deliver: (notice: RawNotice) => Promise<unknown>) {
    this.#db = db
    this.#key = key
    this.#deliver = deliver
  }

  /** Throws `not-found`. */
  async show(id: string): Promise<SandboxPayment> {
    const payment = await readSandboxPayment(this.#db, id)
    if (!payment) throw new DomainError('not-found')
    return payment
  }

  /** Does what somebody chose on the page, and sends the notices that are due. Paying what is paid changes nothing. Throws `not-found`, `order-expired` where it cannot be paid any more. */
  async act(id: string, act: SandboxAct): Promise<SandboxPayment> {
    await this.show(id)
    if (act.manner) await this.#db.update(sandboxPayments).set({ manner: act.manner }).where(eq(sandboxPayments.id, id))
    if (act.card) await this.#db.update(sandboxPayments).set({ card: act.card }).where(and(eq(sandboxPayments.id, id), eq(sandboxPayments.state, 'open')))
    const payment = await this.show(id)
    const notices = act.outcome === 'pay'
      ? await this.#pay(payment, act.delaySeconds ?? 0)
      : act.outcome === 'decline' ? await this.#decline(payment) : await noteHappening(this.#db, payment, DISPUTES[act.outcome], { disputeId: `sbx_dp_${id}` })
    for (const notice of notices) await this.#send(notice)
    return await this.show(id)
  }

  async #pay(payment: SandboxPayment, delaySeconds: number): Promise<string[]> {
    if (payment.state === 'paid' || payment.state === 'processing') return []
    const taken = await takeMoney(this.#db, payment.id, delaySeconds)
    if (!taken) throw new DomainError('order-expired')
    return await noteHappening(this.#db, taken, 'payment.paid')
  }

  async #decline(payment: SandboxPayment): Promise<string[]> {
    if (payment.state !== 'open') return []
    await this.#db.update(sandboxPayments).set({ declined: 'card_declined' }).where(eq(sandboxPayments.id, payment.id))
    return await noteHappening(this.#db, payment, 'payment.declined', { code: 'card_declined', tryNo: newId() })
  }

  /** Sends the notices whose time has come. What the house refuses is sent no more: the provider is asked how it stands. */
  async sendDue(): Promise<void> {
    for (const body of await takeDueNotices(this.#db)) await this.#send(body)
  }

  async #send(body: string): Promise<void> {
    const nowMs = Date.now()
    const signature = signNotice(this.#key, body, Math.floor(nowMs / 1000))
    await this.#deliver({ body: Buffer.from(body), header: name => name.toLowerCase() === SIGNATURE_HEADER ? signature : undefined, nowMs }).catch(() => {})
  }
}
