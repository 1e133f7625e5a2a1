import type { ToolName } from './tools/tool.ts'

/** Everything that a key does on the board. */
export type KeyAct =
  | `tool:${ToolName}` | 'undo' | 'redo' | 'copy' | 'cut' | 'paste' | 'duplicate' | 'delete' | 'all' | 'row' | 'section' | 'next-row' | 'previous-row'
  | 'left' | 'right' | 'up' | 'down' | 'turn-left' | 'turn-right' | 'mirror' | 'zoom-in' | 'zoom-out' | 'show-all' | 'show-picked' | 'cancel' | 'finish' | 'save' | 'keys'

export interface KeyLine {
  act: KeyAct
  /** As `KeyboardEvent.key`, letters small. */
  key: string
  /** Ctrl, or Cmd on a Mac. */
  ctrl?: boolean
  /** Needed (true), forbidden (false), or the act's own business (left out). */
  shift?: boolean
}

/** The whole map of keys: what a press does, and what "?" shows. Grouped as they are shown. */
export const KEY_MAP: readonly { group: 'tools' | 'edit' | 'pick' | 'move' | 'view', lines: readonly KeyLine[] }[] = [
  {
    group: 'tools',
    lines: [
      { act: 'tool:select', key: 'v' }, { act: 'tool:lasso', key: 'l' }, { act: 'tool:pan', key: 'h' }, { act: 'tool:row', key: 'r' }, { act: 'tool:block', key: 'b' },
      { act: 'tool:table', key: 't' }, { act: 'tool:area', key: 'a' }, { act: 'tool:stage', key: 's' }, { act: 'tool:screen', key: 'n' }, { act: 'tool:wall', key: 'w' },
      { act: 'tool:text', key: 'x' }, { act: 'tool:mark', key: 'm' }, { act: 'tool:brush', key: 'p' }, { act: 'finish', key: 'Enter' }, { act: 'cancel', key: 'Escape' }
    ]
  },
  {
    group: 'edit',
    lines: [
      { act: 'undo', key: 'z', ctrl: true, shift: false }, { act: 'redo', key: 'z', ctrl: true, shift: true }, { act: 'redo', key: 'y', ctrl: true }, { act: 'copy', key: 'c', ctrl: true },
      { act: 'cut', key: 'x', ctrl: true }, { act: 'paste', key: 'v', ctrl: true }, { act: 'duplicate', key: 'd', ctrl: true }, { act: 'delete', key: 'Delete' }, { act: 'delete', key: 'Backspace' },
      { act: 'mirror', key: 'i' }, { act: 'save', key: 's', ctrl: true }
    ]
  },
  {
    group: 'pick',
    lines: [
      { act: 'all', key: 'a', ctrl: true }, { act: 'row', key: 'g', shift: false }, { act: 'section', key: 'g', shift: true }, { act: 'next-row', key: 'j' }, { act: 'previous-row', key: 'k' }
    ]
  },
  {
    group: 'move',
    lines: [
      { act: 'left', key: 'ArrowLeft' }, { act: 'right', key: 'ArrowRight' }, { act: 'up', key: 'ArrowUp' }, { act: 'down', key: 'ArrowDown' }, { act: 'turn-left', key: '[' }, { act: 'turn-right', key: ']' }
    ]
  },
  {
    group: 'view',
    lines: [
      { act: 'zoom-in', key: '+' }, { act: 'zoom-in', key: '=' }, { act: 'zoom-out', key: '-' }, { act: 'show-all', key: '0' }, { act: 'show-picked', key: 'f' }, { act: 'keys', key: '?' }
    ]
  }
]

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/** What a press means; null for nothing of ours, which the browser then keeps. */
export function actOf(press: Press): KeyAct | null {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  const ctrl = press.ctrlKey || press.metaKey
  for (const { lines } of KEY_MAP) {
    const line = lines.find(one => one.key === key && (one.ctrl ?? false) === ctrl && (one.shift === undefined || one.shift === press.shiftKey))
    if (line) return line.act
  }
  return null
}

/** How far a nudge goes, in centimetres: a metre with Shift, one with Alt. */
export function nudgeOf({ shiftKey, altKey }: Pick<KeyboardEvent, 'shiftKey' | 'altKey'>): number {
  return shiftKey ? 100 : altKey ? 1 : 10
}
