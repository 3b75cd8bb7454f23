import type { Strategy, StrategyCell } from '@tend/contract'

type CellPlay = StrategyCell['plays'][number]

/** Plays that every cell holds alike are told once; a cell lists what is its own. */
export const commonPlays = ({ cells }: Pick<Strategy, 'cells'>): readonly CellPlay[] => {
  const [first, ...others] = cells
  if (!first || others.length === 0) return []
  return first.plays.filter(
    (play) =>
      play.offer === 'allowed' &&
      others.every(({ plays }) => plays.some((other) => other.play === play.play && other.offer === play.offer)),
  )
}
