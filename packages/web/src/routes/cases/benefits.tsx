import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Grant } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import { App, Button, type TableColumnsType } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { DateText, Money } from '../../ui/figures.tsx'
import { FilterSelect } from '../../ui/filters.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { caseQueries, useSettleGrant } from './cases.queries.ts'
import type { CasesSearch } from './cases-search.ts'

type Props = { readonly search: CasesSearch; readonly onChange: (search: CasesSearch) => void }

const filters = ['to-approve', 'offered', 'given', 'refused', 'expired'] as const

const chipOf: Readonly<Record<Grant['state'], string>> = {
  offered: 'chip chip-info',
  given: 'chip chip-good',
  refused: 'chip',
  expired: 'chip',
}

/** Benefits that were offered: approved by a second person where their kind asks for it, then given or refused. */
export const Benefits = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const list = useInfiniteQuery(caseQueries.grants(search))
  return (
    <div className="stack tight">
      <div className="row wrap">
        <FilterSelect
          label={t('case.stateTitle')}
          value={search.grant}
          onChange={(grant) => onChange(changed(search, { grant }))}
          options={filters.map((each) => ({ value: each, label: t(`benefit.filter.${each}`) }))}
        />
      </div>
      <PagedTable<Grant>
        of={list}
        rowKey="grantId"
        columns={useGrantColumns()}
        empty={<EmptyState title={t('benefit.none')} hint={t('benefit.noneHint')} />}
      />
    </div>
  )
}

const useGrantColumns = (): TableColumnsType<Grant> => {
  const { t } = useTranslation()
  const name = useLabel()
  return [
    { key: 'benefit', title: t('benefit.one'), render: (_value, { label }) => name(label) },
    {
      key: 'customer',
      title: t('nav.customer'),
      render: (_value, { customer }) => (
        <Link to="/customers/$customerId" params={{ customerId: customer.customerId }}>
          {customer.name ?? customer.customerId}
        </Link>
      ),
    },
    {
      key: 'cost',
      title: t('benefit.cost'),
      align: 'right',
      render: (_value, { costMinor }) => <Money minor={costMinor} style="exact" />,
    },
    {
      key: 'state',
      title: t('case.stateTitle'),
      render: (_value, grant) => (
        <span className="row">
          <span className={chipOf[grant.state]}>{t(`benefit.filter.${grant.state}`)}</span>
          {grant.needsApproval && !grant.isApproved && grant.state === 'offered' ? (
            <span className="chip chip-warn">{t('benefit.filter.to-approve')}</span>
          ) : null}
        </span>
      ),
    },
    {
      key: 'by',
      title: t('benefit.offeredBy'),
      render: (_value, { offeredBy }) => (offeredBy === 'system' ? t('outbox.system') : offeredBy),
    },
    {
      key: 'expires',
      title: t('benefit.expiresOn'),
      render: (_value, { expiresOn }) => <DateText value={expiresOn} />,
    },
    {
      key: 'reason',
      title: t('list.reason'),
      render: (_value, { reason }) => <span className="wrapped small muted">{reason}</span>,
    },
    { key: 'actions', title: t('users.actions'), render: (_value, grant) => <GrantActions grant={grant} /> },
  ]
}

const GrantActions = ({ grant }: { grant: Grant }): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [isRefusing, setRefusing] = useState(false)
  const settle = useSettleGrant(grant.grantId)
  if (grant.may.length === 0) return null
  const done = (): void => {
    void message.success(t('benefit.saved'))
    setRefusing(false)
  }
  return (
    <span className="row">
      {grant.may.map((action) => (
        <Button
          key={action}
          size="small"
          type={action === 'approve' ? 'primary' : 'default'}
          loading={settle.isPending && settle.variables.action === action}
          onClick={() =>
            action === 'refuse'
              ? setRefusing(true)
              : settle.mutate(
                  { action },
                  { onSuccess: done, onError: (error) => void message.error(messageOf(error, language)) },
                )
          }
        >
          {t(`benefit.action.${action}`)}
        </Button>
      ))}
      <AskDialog
        title={t('benefit.action.refuse')}
        isOpen={isRefusing}
        isBusy={settle.isPending}
        error={settle.error}
        onClose={() => setRefusing(false)}
        onReason={(reason) => settle.mutate({ action: 'refuse', reason }, { onSuccess: done })}
      />
    </span>
  )
}
