import type { Fill } from './fill.ts'
import type { Template } from './words.ts'

/** What goes to people outside, who have no account: their mails end by the link in each. */
export const outside = {
  'report-confirm': f => ({
    title: f.say(`Do you want the sales reports of ${whose(f)} by mail?`, `是否愿意通过邮件接收${whose(f)}的销售报告？`),
    lines: [
      f.say(`${f.has('publisher') ? f.text('publisher') : 'Foyer'} has named this address for it: ${when(f)}. Nothing is sent before you say so.`, `${f.has('publisher') ? f.text('publisher') : 'Foyer'}希望向此邮箱发送报告：${when(f)}。在您确认之前不会发送任何报告。`),
      f.say('If you do not know what this is about, do nothing: no more mails will come.', '如果您不清楚此事，请忽略本邮件，不会再收到任何邮件。')
    ],
    ...f.button('Look at it and say yes', '查看并确认', `/confirm-reports?token=${f.text('token')}`),
    note: f.say('The link is good for seven days. Every report has a link that ends them.', '链接七天内有效。每封报告邮件中都有退订链接。')
  }),
  'outside-report': f => ({
    title: f.text('title') || f.say('Your sales report', '销售报告'),
    lines: [...f.has('about') ? [f.text('about')] : [], ...f.lines('story')],
    ...f.figures('figures'),
    ...f.quote('shows'),
    ...f.has('link') ? f.button('Open the whole report', '查看完整报告', f.address('link')) : {},
    note: f.text('format') === 'pdf'
      ? f.say('The whole report is attached as a PDF.', '完整报告见附件（PDF）。')
      : f.say('The link shows the whole report for 60 days. Whoever has it can read it: keep this mail to yourself.', '链接在 60 天内可查看完整报告。任何持有链接的人均可查看，请妥善保管此邮件。')
  })
} satisfies Record<string, Template>

/** Whether mails of this kind go to somebody without an account. */
export function isOutside(kind: string): boolean {
  return Object.hasOwn(outside, kind)
}

function whose(f: Fill): string {
  return f.has('publisher') ? f.text('publisher') : f.say('the house', 'Foyer 全平台')
}

function when(f: Fill): string {
  switch (f.text('when')) {
    case 'week': return f.say('every Monday, of the week before', '每周一发送上周报告')
    case 'both': return f.say('every Monday and on the first of each month', '每周一及每月 1 日')
    default: return f.say('on the first of each month, of the month before', '每月 1 日发送上月报告')
  }
}
