import type { LocalText } from '#shared/text/local-text.ts'

/** A label may hold anything visible. Control characters, lone surrogates and text that changes the reading direction break mail, tickets and lists. */
export const INVISIBLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** What stands in the sentence of a fault. All parts are optional: a kind takes what it needs. */
export interface FaultDetail {
  /** Which thing, as a person calls it, for example `A` for a row. */
  name?: string
  /** Where the other one of two stands. */
  other?: string
  limit?: number
  count?: number
}

interface FaultKind {
  /** Whether a repair, where it is told to, may mend it without guessing what is sold to whom for how much. */
  isRepairable: boolean
  sentence: (detail: FaultDetail) => LocalText
}

/** Everything that keeps a seating plan from being sold or read. The codes are stable. */
export const FAULT_KINDS = {
  // The file
  'unreadable': { isRepairable: false, sentence: d => ({ en: `The file cannot be read: ${shown(d.name)}.`, zh: `文件无法读取：${shown(d.name)}。` }) },
  'wrong-encoding': { isRepairable: false, sentence: () => ({ en: 'The text is not UTF-8: characters were lost. Save the file as UTF-8 and send it again.', zh: '文本不是 UTF-8 编码，部分字符已丢失。请另存为 UTF-8 后重新提交。' }) },
  'missing-part': { isRepairable: false, sentence: d => ({ en: `${shown(d.name)} is missing or is not of the right kind.`, zh: `缺少 ${shown(d.name)}，或其类型不正确。` }) },
  'bad-value': { isRepairable: false, sentence: d => ({ en: `${shown(d.name)} is not a value that is taken here.`, zh: `${shown(d.name)} 不是有效的值。` }) },

  // How much there is
  'no-seats': { isRepairable: false, sentence: () => ({ en: 'The plan has no seats and no standing places.', zh: '座位图没有座位，也没有站席。' }) },
  'too-many-seats': { isRepairable: false, sentence: d => ({ en: `The plan has ${d.count} seats; at most ${d.limit} are taken.`, zh: `座位图有 ${d.count} 个座位，最多 ${d.limit} 个。` }) },
  'too-many-categories': { isRepairable: false, sentence: d => ({ en: `The plan has ${d.count} categories; at most ${d.limit} are taken.`, zh: `座位图有 ${d.count} 个类别，最多 ${d.limit} 个。` }) },
  'empty-row': { isRepairable: true, sentence: d => ({ en: `Row ${shown(d.name)} has no seats.`, zh: `${shown(d.name)} 排没有座位。` }) },
  'area-without-capacity': { isRepairable: false, sentence: d => ({ en: `Area ${shown(d.name)} does not say how many persons it holds.`, zh: `区域 ${shown(d.name)} 未注明可容纳人数。` }) },

  // Names
  'missing-label': { isRepairable: true, sentence: () => ({ en: 'The label is empty.', zh: '标签为空。' }) },
  'control-characters': { isRepairable: true, sentence: d => ({ en: `The label ${shown(d.name)} has invisible control characters.`, zh: `标签 ${shown(d.name)} 含有不可见的控制字符。` }) },
  'label-too-long': { isRepairable: false, sentence: d => ({ en: `The label ${shown(d.name)} has more than ${d.limit} characters.`, zh: `标签 ${shown(d.name)} 超过 ${d.limit} 个字符。` }) },
  'bad-key': { isRepairable: false, sentence: d => ({ en: `The key ${shown(d.name)} is not made of a-z, 0-9 and hyphens.`, zh: `键 ${shown(d.name)} 只能由 a-z、0-9 和连字符组成。` }) },

  // Twice the same
  'duplicate-section': { isRepairable: true, sentence: d => ({ en: `Section ${shown(d.name)} is there already, at ${d.other}.`, zh: `区域 ${shown(d.name)} 已存在于 ${d.other}。` }) },
  'duplicate-row': { isRepairable: true, sentence: d => ({ en: `This section has a row ${shown(d.name)} already, at ${d.other}.`, zh: `该区域已有 ${shown(d.name)} 排，位于 ${d.other}。` }) },
  'duplicate-seat': { isRepairable: true, sentence: d => ({ en: `There is a seat ${shown(d.name)} already, at ${d.other}.`, zh: `座位 ${shown(d.name)} 已存在于 ${d.other}。` }) },
  'duplicate-source-id': { isRepairable: true, sentence: d => ({ en: `The seat id ${shown(d.name)} is used already, at ${d.other}.`, zh: `座位编号 ${shown(d.name)} 已用于 ${d.other}。` }) },
  'duplicate-category': { isRepairable: true, sentence: d => ({ en: `Category ${shown(d.name)} is there already, at ${d.other}.`, zh: `类别 ${shown(d.name)} 已存在于 ${d.other}。` }) },

  // Where it stands and what it costs
  'bad-coordinate': { isRepairable: false, sentence: d => ({ en: `Seat ${shown(d.name)} has no place on the map, or one that is absurdly far away.`, zh: `座位 ${shown(d.name)} 没有坐标，或坐标远得不合理。` }) },
  'seats-on-one-spot': { isRepairable: false, sentence: d => ({ en: `Seat ${shown(d.name)} lies on top of the seat at ${d.other}.`, zh: `座位 ${shown(d.name)} 与 ${d.other} 的座位重叠。` }) },
  'sections-on-one-spot': { isRepairable: true, sentence: d => ({ en: `Seat ${shown(d.name)} lies on top of a seat of another section, at ${d.other}.`, zh: `座位 ${shown(d.name)} 与另一区域 ${d.other} 的座位重叠。` }) },
  'unknown-category': { isRepairable: true, sentence: d => ({ en: `The category ${shown(d.name)} is not in the list of categories.`, zh: `类别 ${shown(d.name)} 不在类别列表中。` }) },
  'unknown-view': { isRepairable: false, sentence: () => ({ en: 'The picture of the view is not there any more. Upload it again or take it away.', zh: '视野图片已不存在。请重新上传或移除。' }) },
  'bad-color': { isRepairable: true, sentence: d => ({ en: `The colour ${shown(d.name)} is not of the form #rrggbb.`, zh: `颜色 ${shown(d.name)} 不是 #rrggbb 格式。` }) }
} satisfies Record<string, FaultKind>

export type PlanFaultCode = keyof typeof FAULT_KINDS

/** One thing that is wrong, where, and whether `repair` would mend it. */
export interface PlanFault {
  code: PlanFaultCode
  /** JSON pointer into the file, or `line 42`. Empty for the whole. */
  place: string
  sentence: LocalText
  isRepairable: boolean
}

/** A fault of this kind at this place. */
export function fault(code: PlanFaultCode, place: string, detail: FaultDetail = {}): PlanFault {
  const { isRepairable, sentence } = FAULT_KINDS[code]
  return { code, place, sentence: sentence(detail), isRepairable }
}

/** Quoted and short, with invisible characters written out: the text comes from a stranger's file. */
function shown(text: string | undefined): string {
  const short = (text ?? '').length > 60 ? `${text!.slice(0, 60)}…` : text ?? ''
  return `“${short.replace(INVISIBLE, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}”`
}
