/**
 * Which form of a Chinese message counts. The words have one form however many there are; but a message may say something else of
 * none or of one (`改选此座 | 改选这 {n} 个座位`), and then has two forms (one, more) or three (none, one, more).
 */
export function chineseForm(count: number, forms: number): number {
  if (forms === 1) return 0
  return forms === 2 ? Number(count !== 1) : Math.min(count, 2)
}
