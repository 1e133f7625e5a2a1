import { asc, eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type OrderRow, events, orderCredits, orderLines, orders, payments, refunds, sessions } from '#drizzle/schema/index.ts'
import { labelsOf, occasionsOf } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { formatMoney } from '#shared/money/money.ts'
import { placeName } from '#shared/seating/place-name.ts'
import type { PaperReceipt } from '#shared/tickets/paper.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { formatDayAndTime } from '#shared/time/format.ts'
import type { PaperPress } from './paper-press.ts'

/** What an order cost, how it was paid and what went back, as a PDF. Throws `not-found` for one that was never paid. */
export async function printReceipt(deps: { db: Database, press: PaperPress }, order: OrderRow, locale: Locale): Promise<Buffer> {
  if (!order.paidAt) throw new DomainError('not-found')
  return await deps.press.receipt(await receiptOf(deps.db, order, locale), locale)
}

export async function receiptOf(db: Database, order: OrderRow, locale: Locale): Promise<PaperReceipt> {
  const [occasions, lines, paid, back, changes, [seller]] = await Promise.all([
    occasionsOf(db, [order.sessionId]),
    db.select().from(orderLines).where(eq(orderLines.orderId, order.id)).orderBy(asc(orderLines.id)),
    db.select().from(payments).where(eq(payments.orderId, order.id)).orderBy(asc(payments.settledAt)),
    db.select({ refund: refunds, method: payments.method }).from(refunds).innerJoin(payments, eq(payments.id, refunds.paymentId)).where(eq(refunds.orderId, order.id)).orderBy(asc(refunds.createdAt)),
    changesOf(db, order),
    db.select({ en: events.organiserEn, zh: events.organiserZh }).from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).where(eq(sessions.id, order.sessionId))
  ])
  const occasion = occasions.get(order.sessionId)!
  const say = (en: string, zh: string) => locale === 'zh' ? zh : en
  const money = (amountMinor: number, currency = order.currency) => formatMoney({ amountMinor, currency }, locale)
  const day = (at: Date) => formatDayAndTime(at, occasion.timeZone, locale)
  return {
    title: say('Receipt', '收据'),
    facts: [
      { label: say('Order', '订单号'), value: order.reference },
      { label: say('Paid', '支付时间'), value: day(order.paidAt!) },
      { label: say('Seller', '主办方'), value: seller![locale] },
      { label: say('Buyer', '购票人'), value: say(`${order.contactName}, ${order.contactEmail}`, `${order.contactName}，${order.contactEmail}`) },
      { label: say('Event', '活动'), value: occasion.event[locale] },
      { label: say('When', '时间'), value: day(new Date(occasion.startsAt)) },
      { label: say('Where', '地点'), value: say(`${occasion.venue.en}, ${occasion.city.en}`, `${occasion.city.zh} ${occasion.venue.zh}`) }
    ],
    lines: lines.map((line) => {
      const labels = labelsOf(line)
      return {
        text: placeName(labels, locale), amount: money(line.unitPriceMinor * line.quantity),
        detail: line.quantity > 1 ? `${labels.ticketType[locale]} · ${line.quantity} × ${money(line.unitPriceMinor)}` : labels.ticketType[locale]
      }
    }),
    sums: [
      ...(order.discountMinor > 0 ? [{ label: say('Discount', '优惠'), amount: money(-order.discountMinor), isTotal: false }] : []),
      { label: say('Total', '合计'), amount: money(order.totalMinor), isTotal: true },
      ...paid.filter(payment => payment.state === 'captured').flatMap(payment => partsOf(payment, payment.method).map(part => ({ label: say(`Paid by ${methodName(part.method, 'en')}`, `支付方式：${methodName(part.method, 'zh')}`), amount: money(part.amountMinor), isTotal: false }))),
      ...changes.map(({ into, reference, amountMinor }) => ({ label: into ? say(`Pays order ${reference}, for which a ticket was changed`, `改签后抵扣订单 ${reference}`) : say(`Paid by the changed ticket of order ${reference}`, `原订单 ${reference} 的门票改签抵扣`), amount: money(into ? -amountMinor : amountMinor), isTotal: false })),
      ...back.filter(({ refund }) => refund.state !== 'failed').flatMap(({ refund, method }) => partsOf(refund, method).map(part => ({ label: say(refund.state === 'done' ? `Refunded, ${day(refund.createdAt)}` : `Refund under way since ${day(refund.createdAt)}`, refund.state === 'done' ? `已退款，${day(refund.createdAt)}` : `退款处理中，${day(refund.createdAt)}`) + say(` (${methodName(part.method, 'en')})`, `（${methodName(part.method, 'zh')}）`), amount: money(-part.amountMinor), isTotal: false }))),
      ...paid.filter(payment => payment.state === 'captured' && payment.dispute === 'lost').map(payment => ({ label: say('Given back by the payer’s bank', '银行已退还付款人'), amount: money(-payment.amountMinor), isTotal: false }))
    ],
    notes: [say('All prices are what was paid, with all fees in them.', '所有价格均为实付价格，已含全部费用。')]
  }
}

/** What of it moved by its method and what in points; nothing of what is free. */
function partsOf({ amountMinor, pointsMinor }: { amountMinor: number, pointsMinor: number }, method: string): { method: string, amountMinor: number }[] {
  return [{ method, amountMinor }, { method: 'points', amountMinor: pointsMinor }].filter(part => part.amountMinor > 0)
}

/** Money that a changed ticket brought along to this order, or took along to another. */
async function changesOf(db: Database, order: OrderRow): Promise<{ into: boolean, reference: string, amountMinor: number }[]> {
  const other = (key: typeof orderCredits.orderId | typeof orderCredits.fromOrderId) => db.select({ reference: orders.reference, amountMinor: sql<number>`sum(${orderCredits.amountMinor})`.mapWith(Number) }).from(orderCredits).innerJoin(orders, eq(orders.id, key))
  const [brought, taken] = await Promise.all([
    other(orderCredits.fromOrderId).where(eq(orderCredits.orderId, order.id)).groupBy(orders.reference),
    other(orderCredits.orderId).where(eq(orderCredits.fromOrderId, order.id)).groupBy(orders.reference)
  ])
  return [...brought.map(row => ({ ...row, into: false })), ...taken.map(row => ({ ...row, into: true }))]
}

const METHODS: Record<string, { en: string, zh: string }> = {
  points: { en: 'points', zh: '积分' }, sandbox: { en: 'test payment', zh: '模拟支付' }, stripe: { en: 'card', zh: '银行卡' }, alipay: { en: 'Alipay', zh: '支付宝' }
}

const methodName = (method: string, locale: Locale) => METHODS[method]?.[locale] ?? method
