import type { ReactElement } from 'react'

/** The mark: an evergreen, two tiers and a stem. */
export const BrandMark = ({ size = 28 }: { size?: number }): ReactElement => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#12543f" />
    <path d="M16 5 9 14h4l-5.5 7H14v5h4v-5h6.5L19 14h4z" fill="#a8dcc0" />
  </svg>
)
