import { breathe } from './breathe.ts'
import { randomFrom } from './random.ts'
import { dot, addTo } from './vector.ts'

/** One row of a sparse matrix: columns, in rising order, and their values. */
export interface SparseRow { columns: Int32Array, values: Float64Array }

export interface Factors {
  /** Eigenvectors of AᵀA over the columns, each of length 1, the strongest first. */
  vectors: Float64Array[]
  /** Their eigenvalues: squares of the singular values of A. */
  values: number[]
}

const SPARE = 8
const ROUNDS = 8
/** Multiplications between two breaths, in which a server answers those who wait. */
const BREATH = 2_000_000

/**
 * The strongest right singular vectors of a sparse matrix, by subspace iteration from a fixed start (Halko, Martinsson and Tropp 2011,
 * algorithm 4.4): the same rows give the same factors. Gives way to other work of the process now and then. At most as many
 * vectors as the matrix has rows or columns.
 */
export async function factorise(rows: readonly SparseRow[], columnCount: number, wanted: number): Promise<Factors> {
  const kept = Math.min(wanted, columnCount, rows.length)
  const random = randomFrom(20_110_217)
  let basis: Float64Array[] = Array.from({ length: Math.min(kept + SPARE, columnCount) }, () => Float64Array.from({ length: columnCount }, () => random() * 2 - 1))
  await orthonormalise(basis)
  for (let round = 0; round < ROUNDS; round++) {
    basis = await applyAll(rows, basis)
    await orthonormalise(basis)
  }
  const applied = await applyAll(rows, basis)
  const strengths = basis.map((vector, at) => dot(vector, applied[at]!))
  const order = [...strengths.keys()].sort((a, b) => strengths[b]! - strengths[a]! || a - b).slice(0, kept).filter(at => strengths[at]! > 1e-9)
  return { vectors: order.map(at => pointedUp(basis[at]!)), values: order.map(at => strengths[at]!) }
}

async function applyAll(rows: readonly SparseRow[], vectors: readonly Float64Array[]): Promise<Float64Array[]> {
  const results: Float64Array[] = []
  let work = 0
  for (const vector of vectors) {
    const result = new Float64Array(vector.length)
    for (const { columns, values } of rows) {
      let sum = 0
      for (let at = 0; at < columns.length; at++) sum += values[at]! * vector[columns[at]!]!
      for (let at = 0; at < columns.length; at++) result[columns[at]!]! += values[at]! * sum
      work += columns.length
    }
    results.push(result)
    if (work > BREATH) {
      work = 0
      await breathe()
    }
  }
  return results
}

/** Gram and Schmidt, twice: once leaves too much of what rounding lost ("twice is enough", Kahan). */
async function orthonormalise(vectors: Float64Array[]): Promise<void> {
  let work = 0
  for (const [at, vector] of vectors.entries()) {
    work += at * vector.length * 2
    if (work > BREATH) {
      work = 0
      await breathe()
    }
    for (let pass = 0; pass < 2; pass++) {
      for (const earlier of vectors.slice(0, at)) addTo(vector, earlier, -dot(vector, earlier))
    }
    const length = Math.sqrt(dot(vector, vector))
    for (let i = 0; i < vector.length; i++) vector[i] = length > 1e-12 ? vector[i]! / length : 0
  }
}

/** A vector and its opposite serve as well as each other: the one whose largest entry is positive is taken. */
function pointedUp(vector: Float64Array): Float64Array {
  const largest = vector.reduce((best, value) => Math.abs(value) > Math.abs(best) ? value : best, 0)
  return largest < 0 ? vector.map(value => -value) : vector
}
