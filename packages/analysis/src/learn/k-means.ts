import { seededRandom } from './random.ts'

/** Rows of `width` numbers, one after the other. */
export type Points = { readonly values: Float64Array; readonly count: number; readonly width: number }

export type Clustering = {
  /** Centres, `width` numbers each. */
  readonly centres: Float64Array
  readonly assigned: Uint8Array
  /** Sum of squared distances to the nearest centre. */
  readonly within: number
}

const roundsMax = 100
const starts = 3

/** k-means from several k-means++ starts of one seed; the tightest wins. Equal distances go to the lower number. */
export function cluster(points: Points, clusters: number, seed: number): Clustering {
  const random = seededRandom(seed)
  let best: Clustering | undefined
  for (let start = 0; start < starts; start++) {
    const found = settle(points, spread(points, clusters, random))
    if (best === undefined || found.within < best.within) best = found
  }
  return best as Clustering
}

/** k-means++: each further centre is a point drawn in proportion to its squared distance from those there are. */
function spread({ values, count, width }: Points, clusters: number, random: () => number): Float64Array {
  const centres = new Float64Array(clusters * width)
  const distances = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  let chosen = Math.min(count - 1, Math.floor(random() * count))
  for (let c = 0; c < clusters; c++) {
    centres.set(values.subarray(chosen * width, (chosen + 1) * width), c * width)
    let total = 0
    for (let i = 0; i < count; i++) {
      const distance = Math.min(distances[i] as number, squared(values, i, centres, c, width))
      distances[i] = distance
      total += distance
    }
    let left = random() * total
    chosen = 0
    while (chosen < count - 1 && left >= (distances[chosen] as number)) left -= distances[chosen++] as number
  }
  return centres
}

/** Lloyd's rounds: everybody to the nearest centre, every centre to the middle of its own, until nobody moves. An empty one stays where it is. */
function settle(points: Points, centres: Float64Array): Clustering {
  const { values, count, width } = points
  const clusters = centres.length / width
  const assigned = new Uint8Array(count).fill(255)
  const sizes = new Float64Array(clusters)
  let within = 0
  for (let round = 0; round < roundsMax; round++) {
    let moved = 0
    within = 0
    for (let i = 0; i < count; i++) {
      let nearest = 0
      let least = Number.POSITIVE_INFINITY
      for (let c = 0; c < clusters; c++) {
        const distance = squared(values, i, centres, c, width)
        if (distance < least) {
          least = distance
          nearest = c
        }
      }
      if (assigned[i] !== nearest) moved++
      assigned[i] = nearest
      within += least
    }
    if (moved === 0) break
    recentre(points, assigned, centres, sizes)
  }
  return { centres, assigned, within }
}

function recentre(
  { values, count, width }: Points,
  assigned: Uint8Array,
  centres: Float64Array,
  sizes: Float64Array,
): void {
  const sums = new Float64Array(centres.length)
  sizes.fill(0)
  for (let i = 0; i < count; i++) {
    const c = assigned[i] as number
    sizes[c] = (sizes[c] as number) + 1
    for (let j = 0; j < width; j++)
      sums[c * width + j] = (sums[c * width + j] as number) + (values[i * width + j] as number)
  }
  for (let at = 0; at < sums.length; at++) {
    const size = sizes[Math.floor(at / width)] as number
    if (size > 0) centres[at] = (sums[at] as number) / size
  }
}

function squared(values: Float64Array, row: number, centres: Float64Array, centre: number, width: number): number {
  let sum = 0
  for (let j = 0; j < width; j++) {
    const gap = (values[row * width + j] as number) - (centres[centre * width + j] as number)
    sum += gap * gap
  }
  return sum
}

/** Adjusted Rand index of two partitions of the same rows: 1 where they are the same, about 0 where they agree no more than by chance. */
export function randIndex(a: Uint8Array, b: Uint8Array): number {
  const together = new Map<number, number>()
  const ofA = new Map<number, number>()
  const ofB = new Map<number, number>()
  const count = (of: Map<number, number>, key: number) => of.set(key, (of.get(key) ?? 0) + 1)
  for (let i = 0; i < a.length; i++) {
    count(together, (a[i] as number) * 256 + (b[i] as number))
    count(ofA, a[i] as number)
    count(ofB, b[i] as number)
  }
  const pairs = (of: Map<number, number>) => [...of.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
  const expected = (pairs(ofA) * pairs(ofB)) / ((a.length * (a.length - 1)) / 2)
  const most = (pairs(ofA) + pairs(ofB)) / 2
  return most === expected ? 1 : (pairs(together) - expected) / (most - expected)
}
