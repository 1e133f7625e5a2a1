import type { Fill } from './fill.ts'
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
  'house-report': f => ({
    title: f.text('title') || f.say('The month of the house', '全平台月度报告'),
    lines: [f.say('A month is over: this is how the house did.', '上月已结束，以下是全平台的销售情况。'), ...f.lines('story')],
    ...f.figures('figures'),
    ...f.button('Open the numbers', '查看数据'),
    note: f.say('The whole report is there as a PDF and as a page of HTML.', '可在该页面下载完整报告（PDF 或网页）。')
  }),
  'event-submitted': f => ({
    title: f.say(`${f.event()} waits for review`, `${f.event()}等待审核`),
    lines: [f.has('publisher') ? f.say(`Submitted by ${f.text('publisher')}.`, `由 ${f.text('publisher')} 提交。`) : f.say('It was submitted just now.', '刚刚提交审核。')],
    ...f.facts(['Submitted', '提交时间', f.when('submittedAt')]),
    ...f.button('Review it', '开始审核')
  }),
  'job-dead': f => ({
    title: f.has('job') ? f.say(`The job ${f.text('job')} has given up`, `后台任务 ${f.text('job')} 已停止重试`) : f.say('A job has given up', '有后台任务已停止重试'),
    lines: [f.say(`It failed ${f.number('tries')} times in a row. What it had done is kept; nothing was done twice.`, `已连续失败 ${f.number('tries')} 次。已完成的部分均已保留，没有重复执行。`)],
    ...f.quote('reason'),
    ...f.button('Look at the jobs', '查看后台任务')
  }),
  'payment-surplus': f => ({
    title: f.say(`${f.money('amountMinor') || 'Money'} came that buys nothing`, `收到一笔无对应订单的款项${f.money('amountMinor')}`),
    lines: [f.say('It goes back to its payer in full by itself. Look whether it arrives.', '款项将自动全额退回付款人，请留意退款是否到账。')],
    ...moneyFacts(f),
    ...f.button('Look at it', '查看资金')
  }),
  'payment-unexplained': f => ({
    title: f.text('outcome') === 'mismatch' ? f.say('A provider reports other money than was asked for', '支付机构上报的金额与应收不符') : f.say('A provider reports a payment that we do not know', '支付机构上报了一笔未知付款'),
    lines: [f.say('Its notice is genuine and kept. Compare it with the provider\'s own books.', '该通知已验证并保存，请与支付机构账目核对。')],
    ...f.facts(['Provider', '支付机构', f.text('method')], ['Notice', '通知', f.text('type')], ['Transaction', '交易号', f.text('transactionId')]),
    ...f.button('Look at it', '查看资金')
  }),
  'payment-disputed': (f) => {
    const amount = f.money('amountMinor')
    const titles: Record<string, string> = {
      won: f.say(`The dispute over ${amount} was won`, `${amount} 的拒付争议已胜诉`),
      lost: f.say(`The dispute over ${amount} was lost`, `${amount} 的拒付争议已败诉`)
    }
    const lines: Record<string, string> = {
      won: f.say('The money stays with the house, and the tickets are valid again.', '款项归本站所有，门票已恢复有效。'),
      lost: f.say('The bank has given the money back. The tickets stay frozen.', '银行已将款项退给付款人，门票保持冻结。')
    }
    const state = f.text('state')
    return {
      title: titles[state] ?? f.say(`A payer asks his bank for ${amount} back`, `付款人向银行申请退回 ${amount}`),
      lines: [lines[state] ?? f.say('The tickets are frozen until it is decided. Answer at the provider, before its time runs out.', '在争议裁定前门票已冻结，请在期限内到支付机构后台回应。')],
      ...moneyFacts(f),
      ...f.button('Look at it', '查看资金')
    }
  }
} satisfies Record<string, Template>

function moneyFacts(f: Fill) {
  return f.facts(['Order', '订单号', f.text('reference')], ['Amount', '金额', f.money('amountMinor')], ['Provider', '支付机构', f.text('method')])
}
