import type { Dispatch } from '../give-notice.ts'
import type { NoticeKindName } from '#shared/notify/notice-kinds.ts'
import { codes } from './codes.ts'
import { outside } from './outside.ts'
import { publishing } from './publishing.ts'
import { reminders } from './reminders.ts'
import { reviewing } from './reviewing.ts'
import { security } from './security.ts'
import { tickets } from './tickets.ts'
import { waiting } from './waiting.ts'
import { wishes } from './wishes.ts'
import type { Template } from './words.ts'

export type TemplateName = NoticeKindName | Dispatch['kind'] | 'outside-report' | 'account-invite'

/** Every message that Foyer sends, by name: a kind of news, a code or a link, a report to somebody outside. */
export const TEMPLATES: Record<TemplateName, Template> = { ...codes, ...security, ...tickets, ...reminders, ...publishing, ...reviewing, ...wishes, ...waiting, ...outside }

export function templateOf(name: string): Template {
  if (!Object.hasOwn(TEMPLATES, name)) throw new Error(`no template is called ${name.slice(0, 60)}`)
  return TEMPLATES[name as TemplateName]
}
