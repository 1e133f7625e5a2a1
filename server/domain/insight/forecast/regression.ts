/** What a fitted line says of its own errors and of something new. */
export interface Fit {
  predict: (features: readonly number[]) => number
  /** What each row was off by when it was left out itself: true out-of-sample errors, actual less predicted. */
  residuals: number[]
}

/**
 * Ridge regression of `targets` on `rows` (features without the constant), each feature standardised, the constant not shrunk. `ridge` is
 * in units of one observation. Leave-one-out errors come from the hat matrix: e / (1 - h) (Allen 1974, PRESS).
 */
export function fitRidge(rows: readonly (readonly number[])[], targets: readonly number[], ridge: number): Fit {
  const width = rows[0]!.length
  const means = Array.from({ length: width }, (_, j) => mean(rows.map(row => row[j]!)))
  const scales = Array.from({ length: width }, (_, j) => Math.sqrt(mean(rows.map(row => (row[j]! - means[j]!) ** 2))) || 1)
  const standard = (row: readonly number[]) => [1, ...row.map((value, j) => (value - means[j]!) / scales[j]!)]
  const design = rows.map(standard)

  const gram = Array.from({ length: width + 1 }, (_, i) => Array.from({ length: width + 1 }, (_, j) => design.reduce((sum, x) => sum + x[i]! * x[j]!, i === j && i > 0 ? ridge : 0)))
  const inverse = invert(gram)
  const moments = Array.from({ length: width + 1 }, (_, i) => design.reduce((sum, x, row) => sum + x[i]! * targets[row]!, 0))
  const weights = inverse.map(line => dot(line, moments))
  const residuals = design.map((x, row) => {
    const leverage = dot(x, inverse.map(line => dot(line, x)))
    return (targets[row]! - dot(x, weights)) / Math.max(0.05, 1 - leverage)
  })
  return { predict: features => dot(standard(features), weights), residuals }
}

/** Gauss and Jordan, with the largest pivot; the ridge keeps the matrix from being singular. */
function invert(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length
  const work = matrix.map((row, i) => [...row, ...Array.from({ length: n }, (_, j) => Number(i === j))])
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) if (Math.abs(work[row]![column]!) > Math.abs(work[pivot]![column]!)) pivot = row
    ;[work[column], work[pivot]] = [work[pivot]!, work[column]!]
    const divisor = work[column]![column]!
    work[column] = work[column]!.map(value => value / divisor)
    for (let row = 0; row < n; row++) {
      if (row === column) continue
      const factor = work[row]![column]!
      work[row] = work[row]!.map((value, j) => value - factor * work[column]![j]!)
    }
  }
  return work.map(row => row.slice(n))
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The value that a share of `sorted` lies below, with a straight line between neighbours (type 7 of Hyndman and Fan 1996). */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  return sorted[low]! + (sorted[Math.min(sorted.length - 1, low + 1)]! - sorted[low]!) * (at - low)
}
