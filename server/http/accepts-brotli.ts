/** Whether an `Accept-Encoding` names `br`, and does not refuse it by `q=0` (RFC 9110, 12.5.3). */
export function acceptsBrotli(header: string | undefined): boolean {
  return (header ?? '').split(',').some(coding => /^\s*br\s*(;\s*q=(?!0(\.0*)?\s*$)[\d.]+\s*)?$/i.test(coding))
}
