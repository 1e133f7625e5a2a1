import { type ErrorKind, kind } from '../error-kind.ts'

/** Refusals at the gate and of those who work there. */
export const GATE_KINDS = {
  'gate-device-refused': kind(403,
    { en: 'This phone does not belong to a gate', zh: '此手机未加入检票口' },
    { en: 'It has not joined one, or the organiser has shut it out. Nobody was let in by this request; what it has scanned stays on it until it joins again.', zh: '它尚未加入检票口，或已被主办方停用。本次请求没有放行任何人；已扫描的记录保留在手机上，重新加入后会上传。' }),
  'gate-device-over': kind(410,
    { en: 'The session of this gate is over', zh: '该检票口的场次已结束' },
    { en: 'Nobody was let in by this request. What was scanned before is still taken.', zh: '本次请求没有放行任何人。之前的扫描记录仍可上传。' }),
  'gate-link-refused': kind(410,
    { en: 'This link does not open a gate any more', zh: '该检票链接已失效' },
    { en: 'A link is good for one phone, and only until the session is over. Ask the organiser for a new one; nothing was changed.', zh: '每个链接只能用于一部手机，且仅在场次结束前有效。请向主办方索取新链接。没有任何更改。' }),
  'gate-name-taken': kind(409,
    { en: 'This session has a gate of that name', zh: '该场次已有同名检票口' },
    { en: 'The name {name} is taken by one that is open. Choose another; nothing was changed.', zh: '“{name}”已在使用，请换一个名称。没有任何更改。' })
} satisfies Record<string, ErrorKind>
