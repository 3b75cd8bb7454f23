import type { BgNbd, GammaGamma } from '../../src/index.ts'
import { seededRandom } from '../../src/learn/random.ts'

/** Draws customers who behave exactly as BG/NBD and Gamma-Gamma say. */
export class Simulation {
  private readonly random: () => number

  constructor(seed: number) {
    this.random = seededRandom(seed)
  }

  uniform(): number {
    return this.random()
  }

  /** Times of the repeat purchases within `age` of the first. */
  repeats({ r, alpha, a, b }: BgNbd, age: number): readonly number[] {
    const rate = this.gamma(r) / alpha
    const leave = this.beta(a, b)
    const times: number[] = []
    for (let time = this.wait(rate); time <= age; time += this.wait(rate)) {
      times.push(time)
      if (this.random() < leave) break
    }
    return times
  }

  /** A customer's values of `count` purchases. */
  values({ p, q, gamma }: GammaGamma, count: number): readonly number[] {
    const rate = this.gamma(q) / gamma
    return Array.from({ length: count }, () => this.gamma(p) / rate)
  }

  private wait(rate: number): number {
    return -Math.log(1 - this.random()) / rate
  }

  private beta(a: number, b: number): number {
    const x = this.gamma(a)
    return x / (x + this.gamma(b))
  }

  /** Marsaglia and Tsang. */
  private gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.random()) ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = this.normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(1 - this.random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }

  private normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random())
  }
}
