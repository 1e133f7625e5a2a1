/** By what people prove who they are at the door. */
export const DOCUMENT_KINDS = ['id-card', 'passport', 'hk-macau-permit', 'taiwan-permit', 'residence-permit'] as const
export type DocumentKind = typeof DOCUMENT_KINDS[number]

const FORMS: Record<DocumentKind, RegExp> = {
  'id-card': /^\d{17}[\dX]$/,
  'passport': /^[A-Z0-9]{5,12}$/,
  // Of residents of Hong Kong and Macau (H, M) and of Taiwan, for the mainland.
  'hk-macau-permit': /^[HM]\d{8}(\d{2})?$/,
  'taiwan-permit': /^\d{8}(\d{2})?$/,
  // Of foreigners with permanent residence, in its form of 2017 or as an 18-digit number since 2023.
  'residence-permit': /^([A-Z]{3}\d{12}|9\d{16}[\dX])$/
}

/** The number as it is compared: without spaces and hyphens, in capitals, digits of full width as plain ones. */
export function plainNumber(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase()
}

/** Whether a number, as `plainNumber` gives it, can be one of such a document. */
export function isDocumentNumber(kind: DocumentKind, number: string): boolean {
  return FORMS[kind].test(number) && (number.length !== 18 || hasCheckDigit(number))
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643-1999 (ISO 7064, MOD 11-2): the last of 18 characters follows from the others. */
function hasCheckDigit(number: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return number[17] === '10X98765432'[sum % 11]
}

/** What staff compare and everybody else may see of a number: its last four characters. */
export const tailOf = (number: string) => number.slice(-4)
