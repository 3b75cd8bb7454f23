import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { UnitSelect } from '../../catalogue/unit-select.tsx'
import { Loaded } from '../../page/page-frame.tsx'
import { changed } from '../../search-params.ts'
import { Tabs } from '../../ui/antd.ts'
import { MessagesFrame } from '../messages/messages-frame.tsx'
import { useMe } from '../session/use-me.ts'
import { LeftOutOfThemes } from './left-out-of-themes.tsx'
import { policyQueries } from './policy.queries.ts'
import { PolicyBoard } from './policy-board.tsx'
import { PolicyRules } from './policy-rules.tsx'
import type { PolicySearch } from './policy-search.ts'

/** Whom we may contact, whom not and why; the rules in words; who was left out. */
export const PolicyPage = (): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/policy' })
  const navigate = useNavigate({ from: '/policy' })
  const { permissions } = useMe()
  const change = (next: PolicySearch): void => void navigate({ search: next, replace: true })
  const rules = useQuery(policyQueries.rules())
  return (
    <MessagesFrame
      title={t('policy.title')}
      lead={t('policy.lead')}
      actions={<UnitSelect value={search.unit} onChange={(unit) => change(changed(search, { unit }))} />}
    >
      <Loaded of={rules}>
        {() =>
          rules.data ? (
            <Tabs
              activeKey={search.tab ?? 'board'}
              onChange={(tab) =>
                change({
                  ...(tab === 'board' ? {} : { tab: tab as 'rules' | 'left-out' }),
                  ...(search.unit ? { unit: search.unit } : {}),
                })
              }
              destroyOnHidden
              items={[
                {
                  key: 'board',
                  label: t('policy.board'),
                  children: <PolicyBoard policy={rules.data} search={search} onChange={change} />,
                },
                { key: 'rules', label: t('policy.rules'), children: <PolicyRules policy={rules.data} /> },
                ...(permissions.includes('themes.manage')
                  ? [
                      {
                        key: 'left-out',
                        label: t('policy.leftOut'),
                        children: <LeftOutOfThemes search={search} onChange={change} />,
                      },
                    ]
                  : []),
              ]}
            />
          ) : null
        }
      </Loaded>
    </MessagesFrame>
  )
}
