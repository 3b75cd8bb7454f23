import type { ReactElement, ReactNode } from 'react'

type Props = { readonly label: string; readonly className?: string; readonly children: ReactNode }

/** Something wider than its place, which is scrolled by keyboard as well. */
export const ScrollRegion = ({ label, className = 'scroll-x', children }: Props): ReactElement => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <section className={className} tabIndex={0} aria-label={label}>
    {children}
  </section>
)
