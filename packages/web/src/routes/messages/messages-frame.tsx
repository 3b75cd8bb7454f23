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

/** What is written to customers and what permits it: outbox, rules of contact, templates, letters. */
export const MessagesFrame = ({ title, lead, actions, children }: Props): ReactElement => {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const maySee = permissions.includes('messages.view')
  return (
    <PageFrame title={title} lead={lead} actions={actions}>
      <div className="stack">
        <SubNav
          label={t('nav.messages')}
          pages={[
            { to: '/messages', text: t('outbox.title'), isOpen: maySee },
            { to: '/policy', text: t('policy.title'), isOpen: permissions.includes('policy.view') },
            { to: '/messages/templates', text: t('template.title'), isOpen: maySee },
            { to: '/messages/letters', text: t('letter.title'), isOpen: permissions.includes('messages.manage') },
          ]}
        />
        {children}
      </div>
    </PageFrame>
  )
}
