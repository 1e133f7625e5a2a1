import type { Template } from './words.ts'

/** What waits for an admin. */
export const reviewing = {
  'application-submitted': (f) => {
    const who = f.text('name') || f.text('publisher')
    return {
      title: who ? f.say(`${who} wants to be a publisher`, `${who}申请成为主办方`) : f.say('Somebody wants to be a publisher', '有新的主办方申请'),
      lines: [f.say('The application waits for a decision.', '该申请正在等待审核。')],
      ...f.quote('about'),
      ...f.button('Look at the application', '查看申请', '/admin/applications')
    }
  },
  'event-submitted': f => ({
    title: f.say(`${f.event()} waits for review`, `${f.event()}等待审核`),
    lines: [f.has('publisher') ? f.say(`Submitted by ${f.text('publisher')}.`, `由 ${f.text('publisher')} 提交。`) : f.say('It was submitted just now.', '刚刚提交审核。')],
    ...f.facts(['Submitted', '提交时间', f.when('submittedAt')]),
    ...f.button('Review it', '开始审核')
  })
} satisfies Record<string, Template>
