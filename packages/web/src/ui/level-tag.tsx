import type { SchemeVariant } from '@tend/contract'
import type { ReactElement } from 'react'

export type Standing = {
  readonly label: string
  /** Ascending from 0. */
  readonly rank: number
  /** How many levels the scheme has. */
  readonly levels: number
  readonly variant: SchemeVariant
}

export type Depth = 'lowest' | 'low' | 'middle' | 'high' | 'highest'

/** How far up its scheme a level stands. */
export const depthOf = ({ rank, levels }: Pick<Standing, 'rank' | 'levels'>): Depth => {
  if (rank <= 0) return 'lowest'
  if (rank >= levels - 1) return 'highest'
  const share = rank / (levels - 1)
  return share < 0.4 ? 'low' : share < 0.7 ? 'middle' : 'high'
}

/** Whether a level of the scheme stands above another. */
export const isOrdered = (variant: SchemeVariant): boolean => variant === 'ladder' || variant === 'rank'

/**
 * One colour logic for every scheme: the hue tells its kind (green a ladder that is climbed, ink a rank among others, an outline what
 * stands in no order: stages, cells, tags, lists), the depth how high the level stands. No hue says good or bad: a pack may rank risk as well as worth.
 */
export const LevelTag = ({ label, prefix, ...standing }: Standing & { readonly prefix?: string }): ReactElement => (
  <span className={isOrdered(standing.variant) ? `level ${standing.variant}-${depthOf(standing)}` : 'level stage'}>
    {prefix ? <span className="level-prefix">{prefix}</span> : null}
    {label}
  </span>
)
