import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { PageFrame } from '../../page/page-frame.tsx'
import { Tabs } from '../../ui/antd.ts'
import { useMe } from '../session/use-me.ts'
import { Bulletins } from './bulletins.tsx'
import type { ContentSearch } from './content-search.ts'
import { Learners } from './learners.tsx'
import { Objections } from './objections.tsx'
import { Trainings } from './trainings.tsx'

/** What goes to subscribers, what one has to learn, and what to say. */
export const ContentPage = (): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/content' })
  const navigate = useNavigate({ from: '/content' })
  const { permissions } = useMe()
  const change = (next: ContentSearch): void => void navigate({ search: next, replace: true })
  return (
    <PageFrame title={t('nav.content')}>
      <Tabs
        activeKey={search.tab ?? 'bulletins'}
        onChange={(tab) => change(tab === 'bulletins' ? {} : { tab: tab as NonNullable<ContentSearch['tab']> })}
        destroyOnHidden
        items={[
          {
            key: 'bulletins',
            label: t('bulletin.title'),
            children: <Bulletins search={search} onChange={change} />,
          },
          { key: 'trainings', label: t('training.title'), children: <Trainings onLearners={change} /> },
          ...(permissions.includes('people.view')
            ? [
                {
                  key: 'learners',
                  label: t('training.learners'),
                  children: <Learners search={search} onChange={change} />,
                },
              ]
            : []),
          { key: 'objections', label: t('objection.title'), children: <Objections /> },
        ]}
      />
    </PageFrame>
  )
}
