import type { deliveries } from '#drizzle/schema/index.ts'
import type { NoticeKindName } from '#shared/notify/notice-kinds.ts'
import { NOTICE_KINDS } from '#shared/notify/notice-kinds.ts'
import type { LocalText, Locale } from '#shared/text/local-text.ts'
import { isMandatory } from './choices.ts'
import { openGuestSecret } from './guest-link.ts'
import type { Letter, PushMessage, TextMessage } from './post.ts'
import { Fill, oneLine } from './templates/fill.ts'
import { htmlOf, textOf } from './templates/layout.ts'
import { isOutside } from './templates/outside.ts'
import { type TemplateName, templateOf, TEMPLATES } from './templates/index.ts'
import type { Words } from './templates/words.ts'
import { outsideTokenFor, unsubscribeTokenFor } from './unsubscribe.ts'

export type Delivery = typeof deliveries.$inferSelect

/** What composing needs to know of the house: links lead to `publicUrl` and nowhere else. */
export interface Composer {
  publicUrl: string
  keys: { unsubscribe: Buffer, guests: Buffer }
}

export function letterOf(composer: Composer, delivery: Delivery): Letter {
  const words = wordsOf(composer, delivery)
  const token = unsubscribeToken(composer, delivery)
  const page = (path: string) => linkOf(composer, path, delivery.locale)
  const frame = {
    locale: delivery.locale, publicUrl: composer.publicUrl,
    settingsUrl: delivery.userId ? page('/account/notifications') : null,
    unsubscribeUrl: token ? `${page('/unsubscribe')}?token=${token}` : null
  }
  return {
    id: delivery.id, to: delivery.address, subject: oneLine(words.subject ?? words.title), locale: delivery.locale,
    text: textOf(words, frame), html: htmlOf(words, frame),
    unsubscribeUrl: token ? `${composer.publicUrl}/api/notifications/unsubscribe?token=${token}` : null
  }
}

/** Short: who writes, what it is, where to go on. */
export function textMessageOf(composer: Composer, delivery: Delivery): TextMessage {
  const words = wordsOf(composer, delivery)
  const parts = words.sms ? [words.sms] : [words.title, ...(words.button ? [words.button.url] : [])]
  return {
    id: delivery.id, to: delivery.address, text: (delivery.locale === 'zh' ? '【Foyer】' : 'Foyer: ') + parts.join(' '),
    triedSince: delivery.attempts > 1 ? delivery.createdAt : null
  }
}

export function pushMessageOf(delivery: Delivery): PushMessage {
  const words = templateOf(delivery.kind)(new Fill(delivery.params, delivery.locale, null))
  return { title: oneLine(words.title), body: oneLine(words.lines[0] ?? ''), path: localised(safePath(delivery.path) ?? '/notifications', delivery.locale) }
}

/** What the app says of a notice, in both languages. */
export function sentenceOf(kind: string, params: Record<string, unknown>): { title: LocalText, text: LocalText } | null {
  if (!Object.hasOwn(TEMPLATES, kind)) return null
  const say = (locale: Locale) => templateOf(kind)(new Fill(params, locale, null))
  const [en, zh] = [say('en'), say('zh')]
  return { title: { en: en.title, zh: zh.title }, text: { en: en.lines[0] ?? '', zh: zh.lines[0] ?? '' } }
}

/** A path of this site, never another one; null where it is none. */
export function safePath(path: string | null): string | null {
  return path && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : null
}

function wordsOf(composer: Composer, delivery: Delivery): Words {
  const minutes = delivery.uselessAfter ? Math.max(1, Math.round((delivery.uselessAfter.getTime() - delivery.createdAt.getTime()) / 60_000)) : null
  const template = templateOf(delivery.kind as TemplateName)
  return template(new Fill({ ...delivery.params, ...(minutes === null ? {} : { minutes }) }, delivery.locale, (path) => {
    // A whole address only where it is one of ours.
    if (path?.startsWith(`${composer.publicUrl}/`)) return path
    const own = safePath(path ?? delivery.path)
    return own ? linkOf(composer, withSecret(composer, delivery, own), delivery.locale) : null
  }))
}

/** A guest has no account to sign in to: his link carries the key to his order, his ticket, or his place on a waiting list. */
function withSecret(composer: Composer, delivery: Delivery, path: string): string {
  const sealed = delivery.params.guestSecretSealed
  const secret = typeof sealed === 'string' && /^\/(?:orders|waiting-list|tickets)\//.test(path) ? openGuestSecret(composer.keys.guests, sealed) : null
  return secret ? `${path}${path.includes('?') ? '&' : '?'}secret=${secret}` : path
}

function unsubscribeToken(composer: Composer, delivery: Delivery): string | null {
  const { kind, params } = delivery
  if (isOutside(kind)) return typeof params.receiverId === 'string' ? outsideTokenFor(composer.keys.unsubscribe, params.receiverId) : null
  if (!delivery.userId || !Object.hasOwn(NOTICE_KINDS, kind) || isMandatory(kind as NoticeKindName, 'mail')) return null
  return unsubscribeTokenFor(composer.keys.unsubscribe, delivery.userId, kind as NoticeKindName)
}

function linkOf(composer: Composer, path: string, locale: Locale): string {
  return `${composer.publicUrl}${localised(path, locale)}`
}

function localised(path: string, locale: Locale): string {
  return locale === 'zh' ? (path === '/' ? '/zh' : `/zh${path}`) : path
}
