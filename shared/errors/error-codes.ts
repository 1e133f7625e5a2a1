import type { LocalText } from '#shared/text/local-text.ts'

/**
 * Every refusal that Foyer can answer, once: its HTTP status, its name in both languages, and one sentence that says
 * what happened to the seats and the money. `{name}` in a sentence is filled from the error's data.
 */
export interface ErrorKind { status: number, title: LocalText, detail: LocalText }

const kind = (status: number, title: LocalText, detail: LocalText): ErrorKind => ({ status, title, detail })

export const ERROR_KINDS = {
  // The request itself
  'invalid-input': kind(422,
    { en: 'Something in the request is not right', zh: '请求内容有误' },
    { en: 'Nothing was changed. See `errors` for each field.', zh: '没有任何更改。各字段的问题见 errors。' }),
  'malformed-body': kind(400,
    { en: 'The request body is not valid JSON', zh: '请求正文不是有效的 JSON' },
    { en: 'Nothing was changed.', zh: '没有任何更改。' }),
  'body-too-large': kind(413,
    { en: 'The request is too large', zh: '请求过大' },
    { en: 'At most {limitBytes} bytes are taken. Nothing was changed.', zh: '最多接受 {limitBytes} 字节。没有任何更改。' }),
  'unsupported-media-type': kind(415,
    { en: 'This content type is not taken here', zh: '不支持此内容类型' },
    { en: 'Send application/json. Nothing was changed.', zh: '请发送 application/json。没有任何更改。' }),
  'method-not-allowed': kind(405,
    { en: 'This method is not allowed here', zh: '不允许使用此方法' },
    { en: 'Nothing was changed.', zh: '没有任何更改。' }),
  'cross-site': kind(403,
    { en: 'The request came from another site', zh: '请求来自其他网站' },
    { en: 'It was refused for your safety. Nothing was changed.', zh: '为安全起见已拒绝。没有任何更改。' }),
  'not-found': kind(404,
    { en: 'There is nothing here', zh: '找不到该内容' },
    { en: 'It does not exist, or it is not yours to see.', zh: '它不存在，或您无权查看。' }),
  'rate-limited': kind(429,
    { en: 'Too many tries', zh: '操作过于频繁' },
    { en: 'Try again in {retryAfterSeconds} s. Nothing was changed; seats you hold stay held.', zh: '请在 {retryAfterSeconds} 秒后重试。没有任何更改，您已锁定的座位仍然保留。' }),
  'unavailable': kind(503,
    { en: 'This part of Foyer is resting for a moment', zh: '该功能暂时不可用' },
    { en: 'Try again in {retryAfterSeconds} s. Nothing is charged twice, and an order shows whether it was paid.', zh: '请在 {retryAfterSeconds} 秒后重试。不会重复扣款，订单会显示是否已支付。' }),
  'internal': kind(500,
    { en: 'Something went wrong on our side', zh: '服务器出现问题' },
    { en: 'Nothing was charged for an order that is not shown as paid. Quote {requestId} to support.', zh: '未显示为已支付的订单不会扣款。联系客服时请提供编号 {requestId}。' }),

  // Repeated requests
  'idempotency-mismatch': kind(422,
    { en: 'This Idempotency-Key was used for another request', zh: '该 Idempotency-Key 已用于其他请求' },
    { en: 'The first request stands; this one changed nothing.', zh: '第一次请求有效；本次没有任何更改。' }),
  'idempotency-in-flight': kind(409,
    { en: 'The same request is still being worked on', zh: '相同的请求正在处理中' },
    { en: 'Ask again in {retryAfterSeconds} s for its answer. Nothing is done twice.', zh: '请在 {retryAfterSeconds} 秒后再次查询结果。不会重复处理。' }),

  // People
  'login-required': kind(401,
    { en: 'Please sign in', zh: '请先登录' },
    { en: 'Nothing was changed; seats you hold stay held.', zh: '没有任何更改，您已锁定的座位仍然保留。' }),
  'not-allowed': kind(403,
    { en: 'Your role does not allow this', zh: '您的角色无权执行此操作' },
    { en: 'Nothing was changed.', zh: '没有任何更改。' }),
  'login-failed': kind(401,
    { en: 'E-mail or password is not right', zh: '邮箱或密码不正确' },
    { en: 'Nothing was changed; seats you hold stay held.', zh: '没有任何更改，您已锁定的座位仍然保留。' }),
  'email-taken': kind(409,
    { en: 'There is an account with this e-mail', zh: '该邮箱已注册' },
    { en: 'Sign in instead. Seats you hold stay held.', zh: '请直接登录。您已锁定的座位仍然保留。' }),
  'password-refused': kind(422,
    { en: 'This password is too easy to guess', zh: '密码过于简单' },
    { en: 'Choose a longer one that is not a common word or your e-mail. Nothing was changed.', zh: '请使用更长的密码，不要使用常见密码或您的邮箱。没有任何更改。' }),
  'session-ended': kind(401,
    { en: 'You were logged out', zh: '您已退出登录' },
    { en: 'Sign in again. Seats you hold stay held.', zh: '请重新登录。您已锁定的座位仍然保留。' }),

  // Seats
  'seat-taken': kind(409,
    { en: 'Somebody was faster', zh: '座位已被他人选走' },
    { en: 'Not free any more: {seatNames}. Your other seats stay held; nothing was charged.', zh: '以下座位已不可选：{seatNames}。您的其他座位仍然保留，没有扣款。' }),
  'seat-not-in-session': kind(404,
    { en: 'This session has no such seat', zh: '该场次没有此座位' },
    { en: 'Unknown here: {seatNames}. Nothing was held or charged.', zh: '未知座位：{seatNames}。没有锁定座位，也没有扣款。' }),
  'seat-not-for-sale': kind(409,
    { en: 'This seat is not for sale', zh: '该座位不出售' },
    { en: 'Not for sale in this session: {seatNames}. Your other seats stay held.', zh: '本场次不出售：{seatNames}。您的其他座位仍然保留。' }),
  'area-full': kind(409,
    { en: 'Not enough places left', zh: '余票不足' },
    { en: '{left} left where you asked for {asked}. What you held before stays held; nothing was charged.', zh: '仅剩 {left} 张，您需要 {asked} 张。之前锁定的仍然保留，没有扣款。' }),
  'no-block-left': kind(409,
    { en: 'No {asked} free seats are left for this choice', zh: '没有 {asked} 个符合条件的空位' },
    { en: 'Try fewer seats or another price. Nothing was held or charged.', zh: '请减少座位数或选择其他票价。没有锁定座位，也没有扣款。' }),
  'limit-reached': kind(409,
    { en: 'At most {limit} tickets a person', zh: '每人限购 {limit} 张' },
    { en: 'You have {held} already. What you hold stays held; nothing was charged.', zh: '您已有 {held} 张。已锁定的座位仍然保留，没有扣款。' }),
  'hold-expired': kind(410,
    { en: 'The time for these seats ran out', zh: '座位锁定已过期' },
    { en: 'The seats are free again and nothing was charged. Please choose again.', zh: '座位已释放，没有扣款。请重新选座。' }),
  'hold-not-extendable': kind(409,
    { en: 'The hold was extended before', zh: '锁定时间已延长过' },
    { en: 'A hold may be extended once. The seats stay held until the time shown.', zh: '锁定时间只能延长一次。座位保留至所示时间。' }),
  'sale-not-open': kind(409,
    { en: 'The sale is not open', zh: '尚未开售或已停售' },
    { en: 'Tickets are sold from {from} to {until}. Nothing was held or charged.', zh: '售票时间为 {from} 至 {until}。没有锁定座位，也没有扣款。' }),
  'session-cancelled': kind(409,
    { en: 'This session was cancelled', zh: '该场次已取消' },
    { en: 'Nothing was held or charged.', zh: '没有锁定座位，也没有扣款。' }),

  // Orders and money
  'order-expired': kind(410,
    { en: 'The time to pay ran out', zh: '支付时间已过' },
    { en: 'The seats are free again and nothing was charged.', zh: '座位已释放，没有扣款。' }),
  'order-not-payable': kind(409,
    { en: 'This order cannot be paid', zh: '该订单无法支付' },
    { en: 'It is {state}. Nothing was charged by this try.', zh: '订单状态为 {state}。本次没有扣款。' }),
  'points-short': kind(402,
    { en: 'Not enough points', zh: '积分不足' },
    { en: 'You have {balance}, the order costs {needed}. Nothing was taken; your seats stay held until {until}.', zh: '您有 {balance} 积分，订单需要 {needed} 积分。没有扣除积分，座位保留至 {until}。' }),
  'payment-declined': kind(402,
    { en: 'The payment was declined', zh: '支付被拒绝' },
    { en: 'Nothing was charged; your seats stay held until {until}.', zh: '没有扣款，座位保留至 {until}。' }),
  'payment-method-unavailable': kind(409,
    { en: 'This way to pay is not offered here', zh: '不支持该支付方式' },
    { en: 'Choose another. Nothing was charged; your seats stay held until {until}.', zh: '请选择其他方式。没有扣款，座位保留至 {until}。' }),
  'illegal-transition': kind(409,
    { en: 'This cannot be done in the present state', zh: '当前状态下无法执行此操作' },
    { en: 'It is {state}. Nothing was changed.', zh: '当前状态为 {state}。没有任何更改。' }),

  // Publishing
  'plan-refused': kind(422,
    { en: 'The seating plan cannot be sold as it is', zh: '该座位图无法用于售票' },
    { en: '{faultCount} faults were found; see `faults` for the place of each. Nothing was stored.', zh: '发现 {faultCount} 处问题，位置见 faults。没有保存任何内容。' })
} satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERROR_KINDS
