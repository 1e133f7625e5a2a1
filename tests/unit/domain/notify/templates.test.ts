import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Delivery, letterOf, pushMessageOf, safePath, sentenceOf, textMessageOf } from '#server/domain/notify/compose.ts'
import { openGuestSecret, sealGuestSecret } from '#server/domain/notify/guest-link.ts'
import { TEMPLATES } from '#server/domain/notify/templates/index.ts'
import { NOTICE_KINDS } from '#shared/notify/notice-kinds.ts'
import type { Locale } from '#shared/text/local-text.ts'

const composer = { publicUrl: 'https://tickets.example.org', keys: { unsubscribe: Buffer.alloc(32, 1), guests: Buffer.alloc(32, 2) } }
const ORDER = '0192a0b0-0000-7000-8000-000000000003'
/** What the kinds are filled with. */
const FULL = {
  code: '482915', link: 'https://tickets.example.org/reset?token=abcdefghijklmnopqrstu', eventEn: 'Hamlet', eventZh: '哈姆雷特', venueEn: 'Grand Theatre', venueZh: '大剧院',
  startsAt: '2026-12-12T11:30:00Z', timeZone: 'Asia/Shanghai', refundUntil: '2026-12-01T10:00:00Z', reference: 'FY-7K3M-QX9D', totalMinor: 76_000, amountMinor: 38_000, currency: 'CNY',
  seatsEn: 'Stalls, row A, seat 1', seatsZh: '池座 A 排 1 号', changesEn: ['Starts: 19:30 → 20:00'], changesZh: ['开演：19:30 → 20:00'], reason: 'Because.', orderId: ORDER,
  name: 'Test company', publisher: 'Test company', provider: 'wechat', role: 'admin', isOn: true, email: 'new@example.org', phone: '… 8000', method: 'points'
}
const delivery = (kind: string, locale: Locale, params: object = FULL): Delivery => ({
  id: '0192a0b0-0000-7000-8000-000000000001', deliveryKey: 'k', channel: 'mail', address: 'a@example.org', userId: '0192a0b0-0000-7000-8000-000000000002', kind,
  params: { ...params }, path: `/orders/${ORDER}`, locale, state: 'sending', priority: 1, attempts: 1, notBefore: new Date(), uselessAfter: null, createdAt: new Date(), sentAt: null, lastError: null
})
const KINDS = Object.keys(TEMPLATES)

describe.each(KINDS)('the message %s', (kind) => {
  it.each([['en', FULL], ['zh', FULL], ['en', {}], ['zh', {}]] as const)('is whole in %s, with what is known of it (%#)', (locale, params) => {
    const letter = letterOf(composer, delivery(kind, locale, params))
    for (const text of [letter.subject, letter.text, letter.html, textMessageOf(composer, delivery(kind, locale, params)).text]) {
      expect(text).not.toMatch(/undefined|null|NaN|\[object|Invalid|“”|《》| {2}\S+ {2}/)
    }
    expect(letter.subject.length).toBeGreaterThan(3)
    if (locale === 'zh') expect(letter.text).not.toMatch(/[\u4e00-\u9fff][,;!?]|[\u4e00-\u9fff]\.(\s|$)/)
    // Chinese mails are Chinese, English ones are English.
    expect(/[\u4e00-\u9fff]/.test(letter.subject)).toBe(locale === 'zh')
  })

  it('leads nowhere but to this house', () => {
    for (const locale of ['en', 'zh'] as const) {
      const { html, text } = letterOf(composer, delivery(kind, locale))
      for (const [url] of (html + text).matchAll(/https?:\/\/[^\s"'<]+/g)) expect(url).toMatch(/^https:\/\/tickets\.example\.org(\/|$)/)
      const { path } = pushMessageOf(delivery(kind, locale))
      expect(path).toMatch(/^\/[^/]/)
    }
  })
})

describe('messages', () => {
  it('are in the reader\'s language with links in the same', () => {
    const letter = letterOf(composer, delivery('tickets-ready', 'zh'))
    expect(letter.subject).toBe('您的《哈姆雷特》门票')
    expect(letter.text).toContain(`https://tickets.example.org/zh/orders/${ORDER}`)
    expect(letter.text).toContain('2026年12月12日 周六 19:30')
    expect(letter.text).toContain('¥760')
    expect(letter.html).toContain('lang="zh-CN"')
  })

  it('W-06: of a show that is off say what comes back, by which way, and that nobody has to do anything', () => {
    const text = (locale: Locale, params: object) => letterOf(composer, delivery('session-cancelled', locale, { ...FULL, ...params })).text
    expect(text('en', { method: 'alipay' })).toContain('¥380, the way you paid (Alipay). You need to do nothing')
    expect(text('zh', { method: 'alipay' })).toContain('¥380，原路退回（支付宝）。您无需任何操作')
    expect(text('en', { method: 'points' })).toContain('¥380, as points in your wallet')
    expect(text('zh', { method: 'stripe', hasPoints: true })).toContain('积分退回钱包，其余款项原路退回（银行卡）')
    expect(text('en', { amountMinor: null })).toContain('You had paid nothing for them')
    expect(text('en', { wasUnpaid: true })).toContain('nothing was charged')
    expect(text('zh', { wasHandedOn: true })).toContain('票款将退还给购票人')
  })

  it('V-18: tell times in the venue\'s zone', () => {
    const at = (startsAt: string, timeZone: string) => letterOf(composer, delivery('tickets-ready', 'en', { ...FULL, startsAt, timeZone })).text
    expect(at('2026-03-29T00:30:00Z', 'Europe/Berlin')).toContain('Sun 29 Mar 2026, 01:30')
    expect(at('2026-03-29T01:30:00Z', 'Europe/Berlin')).toContain('Sun 29 Mar 2026, 03:30')
    expect(at('2028-02-28T16:30:00Z', 'Asia/Shanghai')).toContain('Tue 29 Feb 2028, 00:30')
    expect(at('2026-12-12T11:30:00Z', 'Nowhere/Land')).toContain('Sat 12 Dec 2026, 11:30')
  })

  it('never show a code where a lock screen would: not in the subject, not in the preview', () => {
    for (const kind of ['register-code', 'login-code', 'email-code', 'phone-code']) {
      const letter = letterOf(composer, delivery(kind, 'en'))
      expect(letter.subject).not.toContain('482915')
      expect(/display:none[^>]*>([^<]*)</.exec(letter.html)![1]).not.toContain('482915')
      expect(letter.text).toContain('482915')
    }
  })

  it('carry a guest\'s key only in links to his order', () => {
    const sealed = sealGuestSecret(composer.keys.guests, 'the-secret-of-a-guest')
    expect(letterOf(composer, delivery('tickets-ready', 'en', { ...FULL, guestSecretSealed: sealed })).text).toContain(`/orders/${ORDER}?secret=the-secret-of-a-guest`)
    expect(letterOf(composer, delivery('favourite-changed', 'en', { ...FULL, guestSecretSealed: sealed })).html).not.toContain(sealed)
    expect(letterOf(composer, { ...delivery('favourite-changed', 'en', { guestSecretSealed: sealed }), path: '/events/x' }).text).not.toContain('the-secret')
    expect(openGuestSecret(Buffer.alloc(32, 3), sealed)).toBeNull()
    expect(openGuestSecret(composer.keys.guests, `${sealed.slice(0, -2)}xx`)).toBeNull()
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/a b', '/a\nb', '', null])('%s is no path of ours', path => expect(safePath(path)).toBeNull())

  it('of every kind of news have a sentence in the app and a name among the choices, in both languages', () => {
    for (const locale of ['en', 'zh']) {
      const { notices } = JSON.parse(readFileSync(new URL(`../../../../app/i18n/areas/notices/${locale}.json`, import.meta.url), 'utf8')) as { notices: { kinds: Record<string, string>, groups: Record<string, string> } }
      expect(Object.keys(notices.kinds).sort()).toEqual(Object.keys(NOTICE_KINDS).sort())
      expect(Object.keys(notices.groups).sort()).toEqual([...new Set(Object.values(NOTICE_KINDS).map(k => k.group))].sort())
    }
    for (const kind of Object.keys(NOTICE_KINDS)) expect(sentenceOf(kind, {})).toMatchObject({ title: { en: expect.any(String), zh: expect.any(String) } })
    expect(sentenceOf('no-such-kind', {})).toBeNull()
  })
})
