import type { CustomerColumn } from '#shared/api/customer-imports.ts'

/** How people call the columns of their customers, in both languages. The first pattern that fits wins. */
const NAMES: [CustomerColumn, RegExp][] = [
  ['email', /^(e-?mail|mail)(_?address)?$|^(电子)?(邮箱|郵箱|邮件|郵件)(地址)?$/i],
  ['name', /^(display_?|full_?|customer_?|contact_?)?name$|^(姓名|名字|名称|顾客|客户|联系人|昵称)$/i],
  ['phone', /^(phone|mobile|tel|telephone|cell)(_?(number|no))?$|^(手机|手机号|手机号码|电话|電話|联系电话)$/i],
  ['locale', /^(locale|lang|language)$|^(语言|語言)$/i]
]

/** What the columns of a file probably mean, by their names. */
export function guessCustomerColumns(columns: readonly string[]): Partial<Record<CustomerColumn, string>> {
  return Object.fromEntries(NAMES.flatMap(([meaning, pattern]) => {
    const found = columns.find(column => pattern.test(column.trim().replaceAll(' ', '_')))
    return found ? [[meaning, found]] : []
  }))
}
