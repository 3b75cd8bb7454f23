import type { Defined, Expression } from './shared.ts'

/** segments: `segment` (text) and `distance`; scorecard: `points` and `probability`; purchases: the other three. */
export type ModelOutput =
  | 'segment'
  | 'distance'
  | 'points'
  | 'probability'
  | 'p_alive'
  | 'expected_purchases'
  | 'expected_value'

/** What is to be learned from the customers' own rows. A pack says what; the trained figures are data of the house, not of the pack. */
export type Model = Defined & {
  /** Customers to learn from; everybody without it. */
  readonly among?: Expression
} & (
    | {
        /** k-means on standardised features (S171). */
        readonly kind: 'segments'
        readonly features: readonly string[]
        readonly clusters: number
        readonly seed: number
        /** Customers drawn for training; all where there are fewer. */
        readonly sample: number
        /** Indicator whose mean and share describe a segment, e.g. revenue of a month (ARPU). */
        readonly revenue?: string
      }
    | {
        /** Weight-of-evidence bins and a logistic regression (S144, S152): who will have met `outcome` after `horizonDays`. */
        readonly kind: 'scorecard'
        readonly features: readonly string[]
        /** Flag over the wide row on the later day. */
        readonly outcome: Expression
        /** 0: features and outcome are of one day, as in a snapshot that is all there is. */
        readonly horizonDays: number
        readonly bins: number
        /** `base` points at odds of `odds` to 1 for staying; `double` more points double the odds. */
        readonly points: { readonly base: number; readonly odds: number; readonly double: number }
      }
    | {
        /** BG/NBD for purchases and Gamma-Gamma for their value; names of indicators: repeat purchases, days from first to last, days since first. */
        readonly kind: 'purchases'
        readonly frequency: string
        readonly recency: string
        readonly age: string
        /** Mean value of a purchase, in money. */
        readonly value?: string
        readonly horizonDays: number
      }
  )
