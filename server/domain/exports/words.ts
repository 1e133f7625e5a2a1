import type { ExportKind } from '#shared/api/exports.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/** Names of tables: of the sheet, and in the name of the file. */
export const TABLE_NAMES: Record<ExportKind, LocalText> = {
  orders: { en: 'Orders', zh: '订单' }, attendees: { en: 'Attendees', zh: '观众名单' }, settlement: { en: 'Settlement', zh: '结算' },
  events: { en: 'Events', zh: '演出场次' }, venues: { en: 'Venues', zh: '场馆' }
}

const ORDER_STATES: Record<string, LocalText> = {
  paid: { en: 'paid', zh: '已支付' }, partially_refunded: { en: 'partly refunded', zh: '部分退款' }, refunded: { en: 'refunded', zh: '已退款' }
}
const EVENT_STATES: Record<string, LocalText> = {
  draft: { en: 'draft', zh: '草稿' }, pending: { en: 'in review', zh: '审核中' }, approved: { en: 'on show', zh: '已上架' }, rejected: { en: 'rejected', zh: '未通过' },
  cancelled: { en: 'called off', zh: '已取消' }, ended: { en: 'over', zh: '已结束' }, scheduled: { en: 'on show', zh: '已上架' }
}
const TICKET_STATES: Record<string, LocalText> = { valid: { en: 'valid', zh: '有效' }, used: { en: 'admitted', zh: '已入场' } }
const METHODS: Record<string, LocalText> = { points: { en: 'Points', zh: '积分' }, free: { en: 'Free', zh: '免费' }, sandbox: { en: 'Sandbox', zh: '沙盒支付' }, stripe: { en: 'Card (Stripe)', zh: '银行卡（Stripe）' }, alipay: { en: 'Alipay', zh: '支付宝' } }
const DOCUMENTS: Record<string, LocalText> = {
  'id-card': { en: 'Identity card', zh: '身份证' }, 'passport': { en: 'Passport', zh: '护照' }, 'hk-macau-permit': { en: 'Hong Kong and Macau permit', zh: '港澳居民来往内地通行证' },
  'taiwan-permit': { en: 'Taiwan permit', zh: '台湾居民来往大陆通行证' }, 'residence-permit': { en: 'Permanent residence permit', zh: '外国人永久居留身份证' }
}

/** What nobody has named yet is shown as it is. */
const said = (words: Record<string, LocalText>) => (name: string, locale: 'en' | 'zh') => words[name]?.[locale] ?? name
export const orderStateWord = said(ORDER_STATES)
export const eventStateWord = said(EVENT_STATES)
export const ticketStateWord = said(TICKET_STATES)
export const methodWord = said(METHODS)
export const documentWord = said(DOCUMENTS)
