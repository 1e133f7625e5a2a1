import type { Locale } from '#shared/text/local-text.ts'
import type { Words } from './words.ts'

export interface Frame {
  locale: Locale
  publicUrl: string
  /** Where an account's owner chooses what reaches him; null for guests. */
  settingsUrl: string | null
  unsubscribeUrl: string | null
}

/** Chinese faces for Chinese only: they draw English quotation marks twice as wide. */
const FONTS = {
  en: '-apple-system,BlinkMacSystemFont,\'Segoe UI\',Inter,Roboto,Helvetica,Arial,sans-serif',
  zh: '-apple-system,BlinkMacSystemFont,\'PingFang SC\',\'Microsoft YaHei\',\'Noto Sans CJK SC\',\'Segoe UI\',Arial,sans-serif'
}

/** Colours of the house; mail programs that know dark mode take the second set. */
const DARK = `
@media (prefers-color-scheme: dark) {
  .bg { background:#15100d !important; } .card { background:#221a15 !important; border-color:#352a23 !important; }
  .ink { color:#fff8ee !important; } .text { color:#e6dacb !important; } .soft { color:#b5a596 !important; }
  .code { background:#302620 !important; color:#fff8ee !important; border-color:#4d3f35 !important; }
  .quote { border-color:#ff6f4d !important; } .rule { border-color:#352a23 !important; }
  .btn { background:#ff6f4d !important; color:#1c0c06 !important; } .mark { color:#ff7d5c !important; } a.soft { color:#d0c2b2 !important; }
}
@media (max-width: 480px) { .pad { padding:24px 20px !important; } .outer { padding:12px 8px 24px !important; } .title { font-size:22px !important; } .code { font-size:30px !important; letter-spacing:6px !important; } }`

/** The mail as HTML: tables and inline styles, which is what mail programs understand; 600 px wide, whole at 320. */
export function htmlOf(words: Words, frame: Frame): string {
  const lineHeight = frame.locale === 'zh' ? '1.75' : '1.6'
  const p = (inner: string, style = '', cls = 'text') => `<p class="${cls}" style="margin:0 0 16px;font-size:16px;line-height:${lineHeight};color:#332823;${style}">${inner}</p>`
  const body = [
    `<h1 class="ink title" style="margin:0 0 16px;font-size:26px;line-height:1.25;font-weight:700;color:#1c1512;word-break:break-word;overflow-wrap:anywhere">${escaped(words.title)}</h1>`,
    ...words.lines.map(line => p(escaped(line))),
    words.code ? codeBox(words.code) : '',
    words.quote ? quoteBox(words.quote, lineHeight) : '',
    words.facts ? factTable(words.facts) : '',
    words.shows ? showList(words.shows) : '',
    words.button ? button(words.button) : '',
    words.note?.trim() ? p(escaped(words.note.trim()), 'margin:20px 0 0;font-size:14px;color:#6b5d50;', 'soft') : ''
  ].filter(Boolean).join('\n')
  return `<!doctype html>
<html lang="${frame.locale === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${escaped(words.title)}</title>
<style>:root { color-scheme: light dark; }${DARK}</style>
</head>
<body class="bg" style="margin:0;padding:0;background:#fbf7f0;font-family:${FONTS[frame.locale]};-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden">${escaped(words.lines[0] ?? '')}</div>
<table role="presentation" class="bg" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#fbf7f0"><tr><td class="outer" align="center" style="padding:32px 16px 40px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;text-align:left">
<tr><td style="padding:0 4px 16px"><a href="${escaped(frame.publicUrl)}" style="text-decoration:none"><span class="mark" style="font-size:20px;font-weight:800;letter-spacing:-0.3px;color:#b53216">Foyer</span></a></td></tr>
<tr><td class="card pad" style="padding:36px 40px;background:#fffdf9;border:1px solid #e8dccb;border-radius:16px">
${body}
</td></tr>
<tr><td class="soft" style="padding:20px 4px 0;font-size:13px;line-height:1.6;color:#6b5d50">${footer(words, frame)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`
}

/** The same as plain text, for whoever reads mails so. */
export function textOf(words: Words, frame: Frame): string {
  const parts = [
    words.title,
    ...words.lines,
    words.code ? `    ${words.code}` : '',
    words.quote ? words.quote.map(line => `> ${line}`).join('\n') : '',
    words.facts ? words.facts.map(([label, value]) => `${label}${say(frame, ': ', '：')}${value}`).join('\n') : '',
    words.shows ? words.shows.map(show => `${show.title}\n${show.text}\n${show.url}`).join('\n\n') : '',
    words.button ? `${words.button.label}${say(frame, ':', '：')}\n${words.button.url}` : '',
    words.note?.trim() ?? '',
    ['--', `Foyer · ${frame.publicUrl}`, frame.settingsUrl ? `${say(frame, 'What reaches you', '通知设置')}${say(frame, ': ', '：')}${frame.settingsUrl}` : '',
      frame.unsubscribeUrl ? `${say(frame, 'No more mails like this', '退订此类邮件')}${say(frame, ': ', '：')}${frame.unsubscribeUrl}` : ''].filter(Boolean).join('\n')
  ]
  return parts.filter(Boolean).join('\n\n') + '\n'
}

function codeBox(code: string): string {
  // One text, so that a double click takes it whole.
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 20px"><tr><td class="code" align="center" style="padding:20px 12px;background:#f4ece0;border:1px solid #d6c6b1;border-radius:12px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:36px;line-height:1.2;font-weight:700;letter-spacing:8px;color:#1c1512">${escaped(code)}</td></tr></table>`
}

function quoteBox(lines: string[], lineHeight: string): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 20px"><tr><td class="quote text" style="padding:2px 0 2px 16px;border-left:3px solid #c93a1c;font-size:16px;line-height:${lineHeight};color:#332823;word-break:break-word;overflow-wrap:anywhere">${lines.map(escaped).join('<br>')}</td></tr></table>`
}

function factTable(facts: [string, string][]): string {
  const rows = facts.map(([label, value]) => `<tr><td class="soft rule" valign="top" style="padding:10px 16px 10px 0;border-top:1px solid #e8dccb;font-size:14px;line-height:1.5;color:#6b5d50;white-space:nowrap">${escaped(label)}</td><td class="ink rule" valign="top" style="padding:10px 0;border-top:1px solid #e8dccb;font-size:15px;line-height:1.5;color:#1c1512;font-weight:600;word-break:break-word;overflow-wrap:anywhere">${escaped(value)}</td></tr>`)
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 20px">${rows.join('')}</table>`
}

function showList(shows: { title: string, text: string, url: string }[]): string {
  const rows = shows.map(show => `<tr><td class="rule" style="padding:14px 0;border-top:1px solid #e8dccb"><a class="ink" href="${escaped(show.url)}" style="color:#1c1512;font-size:17px;line-height:1.4;font-weight:700;text-decoration:none;word-break:break-word;overflow-wrap:anywhere">${escaped(show.title)}</a><br><span class="soft" style="font-size:14px;line-height:1.6;color:#6b5d50">${escaped(show.text)}</span></td></tr>`)
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 20px">${rows.join('')}</table>`
}

function button({ label, url }: { label: string, url: string }): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 4px"><tr><td><a class="btn" href="${escaped(url)}" style="display:inline-block;padding:14px 28px;background:#c93a1c;border-radius:999px;color:#ffffff;font-size:16px;line-height:1.2;font-weight:700;text-decoration:none">${escaped(label)}</a></td></tr></table>`
}

function footer(words: Words, frame: Frame): string {
  const link = (url: string, label: string) => `<a class="soft" href="${escaped(url)}" style="color:#6b5d50;text-decoration:underline">${escaped(label)}</a>`
  const lines = [
    words.button ? `${escaped(say(frame, 'If the button does not work, open this link:', '如果按钮无法打开，请访问：'))}<br><span style="word-break:break-all">${escaped(words.button.url)}</span>` : '',
    [
      link(frame.publicUrl, new URL(frame.publicUrl).host),
      frame.settingsUrl ? link(frame.settingsUrl, say(frame, 'What reaches you', '通知设置')) : '',
      frame.unsubscribeUrl ? link(frame.unsubscribeUrl, say(frame, 'No more mails like this', '退订此类邮件')) : ''
    ].filter(Boolean).join(' &nbsp;·&nbsp; ')
  ]
  return lines.filter(Boolean).map(line => `<p style="margin:0 0 8px">${line}</p>`).join('')
}

function say(frame: Frame, en: string, zh: string): string {
  return frame.locale === 'zh' ? zh : en
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\'', '&#39;')
}
