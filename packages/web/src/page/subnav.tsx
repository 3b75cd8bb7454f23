import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactElement } from 'react'

export type SubPage = { readonly to: NonNullable<LinkProps['to']>; readonly text: string; readonly isOpen: boolean }

/** The pages below one entry of the menu, as far as the reader may open them. */
export const SubNav = ({ label, pages }: { label: string; pages: readonly SubPage[] }): ReactElement | null => {
  const open = pages.filter(({ isOpen }) => isOpen)
  if (open.length < 2) return null
  return (
    <nav className="subnav" aria-label={label}>
      {open.map(({ to, text }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': 'page' as const }}
        >
          {text}
        </Link>
      ))}
    </nav>
  )
}
