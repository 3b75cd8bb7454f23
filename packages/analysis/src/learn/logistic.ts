/** A pull toward 0 of one customer's worth, so that two features that say the same share the weight instead of running apart. */
const ridge = 1
const roundsMax = 50

/**
 * Logistic regression by iteratively reweighted least squares. Feature j of customer i is `values[j][bins[j][i]]`; `outcome` is 0 or 1. Answers the
 * intercept, then a coefficient a feature. Sums run in the order of `rows`: the same rows give the same bits.
 */
export function fitLogistic(
  values: readonly Float64Array[],
  bins: readonly Uint8Array[],
  outcome: Uint8Array,
  rows: Int32Array,
  start?: Float64Array,
): Float64Array {
  const size = values.length + 1
  const beta = start === undefined ? new Float64Array(size) : Float64Array.from(start)
  for (let round = 0; round < roundsMax; round++) {
    const { gradient, hessian } = derivatives(beta, values, bins, outcome, rows)
    const step = solve(hessian, gradient)
    let largest = 0
    for (let j = 0; j < size; j++) {
      beta[j] = (beta[j] as number) + (step[j] as number)
      largest = Math.max(largest, Math.abs(step[j] as number))
    }
    if (largest < 1e-8) break
  }
  return beta
}

function derivatives(
  beta: Float64Array,
  values: readonly Float64Array[],
  bins: readonly Uint8Array[],
  outcome: Uint8Array,
  rows: Int32Array,
): { readonly gradient: Float64Array; readonly hessian: Float64Array } {
  const size = beta.length
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  const x = new Float64Array(size)
  x[0] = 1
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number
    let logit = beta[0] as number
    for (let j = 1; j < size; j++) {
      const value = (values[j - 1] as Float64Array)[(bins[j - 1] as Uint8Array)[row] as number] as number
      x[j] = value
      logit += (beta[j] as number) * value
    }
    const chance = 1 / (1 + Math.exp(-logit))
    const weight = chance * (1 - chance)
    const error = (outcome[row] as number) - chance
    for (let j = 0; j < size; j++) {
      const xj = x[j] as number
      const weighted = weight * xj
      gradient[j] = (gradient[j] as number) + error * xj
      for (let k = 0; k <= j; k++)
        hessian[j * size + k] = (hessian[j * size + k] as number) + weighted * (x[k] as number)
    }
  }
  for (let j = 1; j < size; j++) {
    gradient[j] = (gradient[j] as number) - ridge * (beta[j] as number)
    hessian[j * size + j] = (hessian[j * size + j] as number) + ridge
  }
  return { gradient, hessian }
}

/** Solves a symmetric positive system given by its lower half (Cholesky). */
function solve(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length
  const root = Float64Array.from(lower)
  const x = Float64Array.from(right)
  for (let j = 0; j < size; j++) {
    for (let k = 0; k <= j; k++) {
      let sum = root[j * size + k] as number
      for (let m = 0; m < k; m++) sum -= (root[j * size + m] as number) * (root[k * size + m] as number)
      root[j * size + k] = j === k ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (root[k * size + k] as number)
    }
  }
  for (let j = 0; j < size; j++) {
    for (let k = 0; k < j; k++) x[j] = (x[j] as number) - (root[j * size + k] as number) * (x[k] as number)
    x[j] = (x[j] as number) / (root[j * size + j] as number)
  }
  for (let j = size - 1; j >= 0; j--) {
    for (let k = j + 1; k < size; k++) x[j] = (x[j] as number) - (root[k * size + j] as number) * (x[k] as number)
    x[j] = (x[j] as number) / (root[j * size + j] as number)
  }
  return x
}
