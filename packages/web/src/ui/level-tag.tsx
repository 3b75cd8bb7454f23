import type { ReactElement } from 'react'

export type Standing = {
  readonly label: string
  /** Ascending from 0. */
  readonly rank: number
  /** How many levels the scheme has. */
  readonly levels: number
  /** Stages are places on a road, not better or worse: they get no depth of colour. */
  readonly variant: 'ladder' | 'rank' | 'stage'
}

export type Depth = 'lowest' | 'low' | 'middle' | 'high' | 'highest' | 'stage'

/** One colour logic for every scheme: the higher the level, the deeper the green. */
export const depthOf = ({ rank, levels, variant }: Pick<Standing, 'rank' | 'levels' | 'variant'>): Depth => {
  if (variant === 'stage') return 'stage'
  if (rank <= 0) return 'lowest'
  if (rank >= levels - 1) return 'highest'
  const share = rank / (levels - 1)
  return share < 0.4 ? 'low' : share < 0.7 ? 'middle' : 'high'
}

export const LevelTag = (standing: Standing): ReactElement => (
  <span className={`level level-${depthOf(standing)}`}>{standing.label}</span>
)
