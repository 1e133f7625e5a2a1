import type { Template } from './words.ts'

/** What publishers, and those who want to be, hear of decisions. */
export const publishing = {
  'table-ready': f => ({
    title: f.say(`Your table is ready: ${f.text('table')}`, `导出完成：${f.text('table')}`),
    lines: [f.say('You asked for it as a file. Only you can fetch it, and only for a day.', '您申请的文件已生成，仅您本人可下载，有效期一天。')],
    ...f.facts(['Format', '格式', f.text('format')], ['Until', '有效期至', f.when('expiresAt')]),
    ...f.button('Fetch it', '前往下载')
  }),
  'application-approved': f => ({
    title: f.say('You are a publisher now', '您已成为主办方'),
    lines: [f.say('Your application was approved. You can put on your first event.', '您的申请已通过，现在可以发布您的第一场演出。')],
    ...f.quote('reason'),
    ...f.button('To your desk', '进入工作台', '/publish')
  }),
  'application-rejected': f => ({
    title: f.say('Your application was not approved', '您的主办方申请未通过'),
    lines: [f.say('You may apply again when things have changed. This is what the admin wrote:', '情况变化后您可以再次申请。管理员的说明如下：')],
    ...f.quote('reason'),
    ...f.button('Look at your application', '查看申请', '/account/publisher')
  }),
  'month-report': f => ({
    title: f.text('title') || f.say('Your month in numbers', '您的月度报告'),
    lines: [f.say('A month is over: this is how your events sold.', '上月已结束，以下是您的演出销售情况。'), ...f.lines('story')],
    ...f.figures('figures'),
    ...f.button('Open the numbers', '查看数据'),
    note: f.say('The whole report is there as a PDF and as a page of HTML.', '可在该页面下载完整报告（PDF 或网页）。')
  }),
  'event-approved': f => ({
    title: f.say(`${f.event()} is approved`, `${f.event()}已通过审核`),
    lines: [f.say('It is on the site now, and goes on sale as you planned.', '演出已在网站上线，并将按您设定的时间开售。')],
    ...f.quote('reason'),
    ...f.button('Open the event', '查看演出')
  }),
  'event-rejected': f => ({
    title: f.say(`${f.event()} needs another look`, `${f.event()}需要修改`),
    lines: [f.say('It was not approved as it is. Change what is named here and submit it again; what is on the site already stays as it was.', '本次提交未通过审核。请按以下说明修改后重新提交；已上线的内容保持不变。')],
    ...f.quote('reason'),
    ...f.button('Open the draft', '打开草稿')
  }),
  'webhook-off': f => ({
    title: f.say(`Your webhook ${f.text('name')} was turned off`, `您的 Webhook ${f.text('name')} 已停用`),
    lines: [f.text('why') === 'gone'
      ? f.say(`${f.text('host')} answered that it is gone (410), so nothing is sent there any more.`, `${f.text('host')} 返回 410（已不存在），因此不再向其推送。`)
      : f.say(`${f.text('host')} has taken nothing for three days, so nothing is sent there any more. What waits goes out when you turn it on again.`, `${f.text('host')} 连续三天未能接收，因此不再向其推送。重新启用后，等待中的消息会继续发送。`)],
    ...f.button('Look at your webhooks', '查看 Webhook')
  })
} satisfies Record<string, Template>
