import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { PageFrame } from '../../page/page-frame.tsx'
import { Tabs } from '../../ui/antd.ts'
import { useMe } from '../session/use-me.ts'
import { Imports } from './imports.tsx'
import { NightlyRuns } from './nightly-runs.tsx'
import type { RunsTab } from './runs-search.ts'

/** What came in and what the night made of it. */
export const RunsPage = (): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/runs' })
  const navigate = useNavigate({ from: '/runs' })
  const { permissions } = useMe()
  return (
    <PageFrame title={t('nav.runs')}>
      <Tabs
        activeKey={search.tab ?? 'runs'}
        onChange={(tab) => void navigate({ search: { tab: tab as RunsTab } })}
        destroyOnHidden
        items={[
          {
            key: 'runs',
            label: t('runs.nightly'),
            children: <NightlyRuns mayStart={permissions.includes('runs.start')} />,
          },
          {
            key: 'imports',
            label: t('runs.imports'),
            children: (
              <Imports
                search={search}
                onChange={(next) => void navigate({ search: { tab: 'imports', ...next } })}
                mayStart={permissions.includes('imports.start')}
              />
            ),
          },
        ]}
      />
    </PageFrame>
  )
}
