/** Colours that can be told apart, also with red-green blindness (Okabe and Ito, 2008), for categories that bring none. */
const COLORS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#b8a100', '#5b6b7b']

/** The colour of the nth category. */
export function categoryColor(n: number): string {
  return COLORS[n % COLORS.length]!
}
