/**
 * A table as CSV (RFC 4180) that spreadsheets open inert (V-13): with a byte order mark, so that Chinese is read as what it is, and with an
 * apostrophe before texts that would be taken for a formula. Numbers are left as they are.
 */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map(row => row.map(field).join(',')).join('\r\n')}\r\n`
}

function field(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const isNumber = /^-?\d+(\.\d+)?$/.test(value) && !/^-?0\d/.test(value)
  const safe = !isNumber && /^[\s\p{C}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|]|^[\t\r\n]/u.test(value) ? `'${value}` : value
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
