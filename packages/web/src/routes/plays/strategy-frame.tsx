import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageFrame } from '../../page/page-frame.tsx'
import { SubNav } from '../../page/subnav.tsx'
import { useMe } from '../session/use-me.ts'

type Props = {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** What is done for whom: the strategy table, one customer's day, and themes. */
export const StrategyFrame = ({ title, lead, actions, children }: Props): ReactElement => {
  const { t } = useTranslation()
  const { permissions } = useMe()
  return (
    <PageFrame title={title} lead={lead} actions={actions}>
      <div className="stack">
        <SubNav
          label={t('nav.plays')}
          pages={[
            { to: '/plays', text: t('play.matrix'), isOpen: true },
            { to: '/plays/today', text: t('play.today'), isOpen: permissions.includes('customers.view') },
            { to: '/themes', text: t('theme.title'), isOpen: permissions.includes('themes.manage') },
          ]}
        />
        {children}
      </div>
    </PageFrame>
  )
}
