/** An institution with work for its people: 50 branches in ten regions, agents and managers in turn, a task a customer. */
export type WorkBank = {
  readonly home: string
  readonly units: number
  readonly agents: number
  readonly tasks: number
  /** Distinguishes the keys of one run from those of another. */
  readonly run: string
}

/** Monday, 2 November 2026, nine o'clock in the institution's zone: the clock of the load begins here, so that no run meets quiet hours. */
export const workDay = '2026-11-02T01:00:00Z'

/** The value below which the share of the sorted values lies; undefined of nothing. */
export const percentile = (values: readonly number[], share: number): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]
