import type { ReactElement, ReactNode } from 'react'

/** A key beside the button that it presses; it is no part of the button's name. */
export const Key = ({ children }: { children: ReactNode }): ReactElement => (
  <span className="key" aria-hidden="true">
    {children}
  </span>
)
