type Point = { readonly at: readonly number[]; readonly value: number }

/** Of a mean log-likelihood: over a million customers a ten-thousandth in all, far below what data can tell apart. */
const tolerance = 1e-10
const stepsMax = 500
const roundsMax = 3

/**
 * The place where `of` is smallest, by Nelder and Mead's simplex: needs no slopes, and a likelihood in a handful of log parameters is what
 * it is good at. It begins again from what it found until that no longer helps, because a simplex may collapse early.
 */
export function minimise(of: (at: readonly number[]) => number, start: readonly number[]): readonly number[] {
  let best = descend(of, start)
  for (let round = 0; round < roundsMax; round++) {
    const next = descend(of, best.at)
    const gain = best.value - next.value
    if (gain > 0) best = next
    if (gain < tolerance * Math.max(1, Math.abs(best.value))) break
  }
  return best.at
}

function descend(of: (at: readonly number[]) => number, start: readonly number[]): Point {
  const evaluate = (at: readonly number[]): Point => {
    const value = of(at)
    return { at, value: Number.isFinite(value) ? value : Number.POSITIVE_INFINITY }
  }
  let simplex = [start, ...start.map((_, i) => start.map((value, j) => (i === j ? value + 0.5 : value)))].map(evaluate)
  for (let step = 0; step < stepsMax; step++) {
    simplex = [...simplex].sort((a, b) => a.value - b.value)
    const best = simplex[0] as Point
    const worst = simplex.at(-1) as Point
    const second = simplex.at(-2) as Point
    if (isSettled(simplex)) break
    const centre = meanOf(simplex.slice(0, -1))
    const away = (factor: number) =>
      evaluate(centre.map((value, i) => value + factor * ((worst.at[i] as number) - value)))
    const reflected = away(-1)
    if (reflected.value < best.value) {
      const expanded = away(-2)
      simplex[simplex.length - 1] = expanded.value < reflected.value ? expanded : reflected
    } else if (reflected.value < second.value) {
      simplex[simplex.length - 1] = reflected
    } else {
      const contracted = reflected.value < worst.value ? away(-0.5) : away(0.5)
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[simplex.length - 1] = contracted
      else simplex = [best, ...simplex.slice(1).map(({ at }) => evaluate(between(best.at, at)))]
    }
  }
  return [...simplex].sort((a, b) => a.value - b.value)[0] as Point
}

/** Values decide, not places: along a flat valley a parameter may run away to no effect. */
function isSettled(simplex: readonly Point[]): boolean {
  const [best, ...others] = simplex as [Point, ...Point[]]
  const spread = Math.max(...others.map(({ value }) => value - best.value))
  return spread <= tolerance * Math.max(1, Math.abs(best.value))
}

function meanOf(points: readonly Point[]): number[] {
  return (points[0] as Point).at.map(
    (_, i) => points.reduce((sum, { at }) => sum + (at[i] as number), 0) / points.length,
  )
}

function between(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => (value + (b[i] as number)) / 2)
}
