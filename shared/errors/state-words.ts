import type { LocalText } from '#shared/text/local-text.ts'

/**
 * The states that refusals speak of, as words that stand behind `It is` and between Chinese quotation marks. One word may be the
 * state of several things: what is said of it fits each of them.
 */
export const STATE_WORDS: Readonly<Record<string, LocalText>> = {
  // Orders, and what is asked of them.
  pending: { en: 'still waiting', zh: '待处理' },
  paid: { en: 'paid', zh: '已支付' },
  expired: { en: 'expired', zh: '已过期' },
  cancelled: { en: 'cancelled', zh: '已取消' },
  partially_refunded: { en: 'partly refunded', zh: '部分退款' },
  refunded: { en: 'refunded', zh: '已退款' },
  asked: { en: 'asked for', zh: '已申请' },
  requested: { en: 'on its way', zh: '处理中' },
  decided: { en: 'decided already', zh: '已处理' },
  failed: { en: 'failed', zh: '失败' },
  // Payments.
  started: { en: 'begun', zh: '支付中' },
  captured: { en: 'paid', zh: '已支付' },
  surplus: { en: 'paid twice, and goes back', zh: '重复支付，退款中' },
  // Tickets.
  valid: { en: 'valid', zh: '有效' },
  used: { en: 'used', zh: '已使用' },
  transferred: { en: 'passed on', zh: '已转赠' },
  changed: { en: 'changed for another', zh: '已改签' },
  resold: { en: 'sold on', zh: '已转售' },
  blocked: { en: 'blocked while a bank looks at its payment', zh: '支付争议处理中，已冻结' },
  begun: { en: 'under way', zh: '已开始' },
  named: { en: 'for one person by name', zh: '实名票' },
  moving: { en: 'one with a code that moves', zh: '动态二维码' },
  // Events, and what is handed in.
  draft: { en: 'a draft', zh: '草稿' },
  approved: { en: 'approved', zh: '已通过' },
  rejected: { en: 'rejected', zh: '未通过' },
  withdrawn: { en: 'taken back', zh: '已撤回' },
  ended: { en: 'over', zh: '已结束' },
  over: { en: 'over', zh: '已结束' },
  // Waiting lists.
  unconfirmed: { en: 'not confirmed', zh: '未确认' },
  waiting: { en: 'waiting', zh: '等待中' },
  offered: { en: 'offered', zh: '待接受' },
  bought: { en: 'bought', zh: '已购买' },
  taken: { en: 'taken', zh: '已接受' },
  declined: { en: 'declined', zh: '已谢绝' },
  lapsed: { en: 'run out', zh: '已失效' },
  left: { en: 'left', zh: '已退出' },
  gone: { en: 'gone', zh: '已不存在' },
  // Gates, allotments, second factors, report readers, runs.
  closed: { en: 'closed', zh: '已关闭' },
  released: { en: 'released', zh: '已释放' },
  on: { en: 'on', zh: '已启用' },
  active: { en: 'active', zh: '接收中' },
  failing: { en: 'failing', zh: '发送失败' },
  stopped: { en: 'stopped', zh: '已停止' },
  running: { en: 'under way', zh: '执行中' },
  done: { en: 'done', zh: '已完成' },
  skipped: { en: 'skipped', zh: '已跳过' },
  dead: { en: 'given up', zh: '已停止重试' },
  invited: { en: 'invited already', zh: '已邀请' },
  empty: { en: 'empty', zh: '为空' }
}
