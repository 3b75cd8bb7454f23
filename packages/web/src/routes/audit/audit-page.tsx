import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { AuditRow } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { formatCount } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { PageFrame } from '../../page/page-frame.tsx'
import { PagedTable } from '../../page/paged-table.tsx'
import { Alert, Button, Input, type TableColumnsType } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { messageQueries } from '../messages/messages.queries.ts'
import { useMe } from '../session/use-me.ts'
import { auditQueries } from './audit.queries.ts'
import { subjectKinds } from './audit-detail-words.ts'
import { tellDetails } from './audit-details.ts'
import type { AuditSearch } from './audit-search.ts'
import { auditWords } from './audit-words.ts'

/** Who saw or changed what, and whether the record of it is whole. */
export const AuditPage = (): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/audit' })
  const list = useInfiniteQuery(auditQueries.list(search))
  const columns = useAuditColumns()
  return (
    <PageFrame title={t('nav.audit')} lead={t('audit.lead')}>
      <div className="stack tight">
        <Verification />
        <Filters search={search} />
        <PagedTable<AuditRow>
          of={list}
          rowKey="auditId"
          columns={columns}
          empty={<EmptyState title={t('audit.none')} />}
        />
      </div>
    </PageFrame>
  )
}

const Verification = (): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { data, error, isFetching, refetch } = useQuery(auditQueries.verification())
  return (
    <div className="row wrap">
      <Button loading={isFetching} onClick={() => void refetch()}>
        {t('audit.verify')}
      </Button>
      {error ? <Alert role="alert" type="error" showIcon title={messageOf(error, language)} /> : null}
      {data ? (
        <Alert
          role="status"
          showIcon
          type={data.isWhole ? 'success' : 'error'}
          title={
            data.isWhole
              ? t('audit.whole', { rows: data.rows === null ? '–' : formatCount(data.rows, language) })
              : t('audit.broken', { at: data.brokenAt ?? '–' })
          }
        />
      ) : null}
    </div>
  )
}

const filterNames = ['actor', 'action', 'subject'] as const

const Filters = ({ search }: { search: AuditSearch }): ReactElement => {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/audit' })
  const set = (name: (typeof filterNames)[number], value: string): void => {
    const { [name]: _before, ...rest } = search
    void navigate({ search: value.trim() === '' ? rest : { ...rest, [name]: value.trim() } })
  }
  return (
    <div className="row wrap">
      {filterNames.map((name) => (
        <Input
          key={`${name}:${search[name] ?? ''}`}
          className="filter-input"
          aria-label={t(`audit.${name}`)}
          placeholder={t(`audit.filter.${name}`)}
          defaultValue={search[name]}
          allowClear
          onClear={() => set(name, '')}
          onPressEnter={({ currentTarget }) => set(name, currentTarget.value)}
          onBlur={({ target }) => target.value !== (search[name] ?? '') && set(name, target.value)}
        />
      ))}
    </div>
  )
}

const useAuditColumns = (): TableColumnsType<AuditRow> => {
  const { t } = useTranslation()
  const name = useLabel()
  return [
    { key: 'at', title: t('audit.at'), render: (_value, { at }) => <DateText value={at} withTime /> },
    {
      key: 'actor',
      title: t('audit.actor'),
      render: (_value, { actor, actorName }) => (
        <Link from="/audit" search={(search) => ({ ...search, actor })}>
          {actorName ?? (actor === 'system' || actor === 'customer' ? t(`audit.${actor}`) : actor)}
        </Link>
      ),
    },
    {
      key: 'action',
      title: t('audit.action'),
      render: (_value, { action }) => (
        <Link from="/audit" className="wrapped" title={action} search={(search) => ({ ...search, action })}>
          {name(auditWords(action))}
        </Link>
      ),
    },
    {
      key: 'subject',
      title: t('audit.subject'),
      render: (_value, row) => <Subject row={row} />,
    },
    { key: 'details', title: t('audit.details'), render: (_value, row) => <Details row={row} /> },
    {
      key: 'sealed',
      title: t('audit.seal'),
      render: (_value, { isSealed }) => (
        <span className={isSealed ? 'chip chip-good' : 'chip'}>
          {t(isSealed ? 'audit.sealed' : 'audit.notYetSealed')}
        </span>
      ),
    },
  ]
}

/** Whom or what a row is about: people by their name, customers by a way to their page. */
const Subject = ({ row: { subjectKind, subjectId, names } }: { row: AuditRow }): ReactElement => {
  const name = useLabel()
  const mayOpen = useMe().permissions.includes('customers.view')
  const kind = subjectKinds[subjectKind]
  const isCustomer = subjectKind === 'customer' && mayOpen
  return (
    <span className="audit-subject" title={subjectId}>
      <span className="muted">{kind ? name(kind) : subjectKind}</span>{' '}
      {isCustomer ? (
        <Link to="/customers/$customerId" params={{ customerId: subjectId }}>
          {subjectId}
        </Link>
      ) : subjectKind === 'list' ? null : (
        (names[subjectId] ?? subjectId)
      )}
    </span>
  )
}

const Details = ({ row }: { row: AuditRow }): ReactElement => {
  const language = useLanguage()
  const catalogue = useCatalogue()
  const templates = useQuery({ ...messageQueries.templates(), enabled: 'template' in row.details }).data?.items ?? []
  return <span className="wrapped small muted">{tellDetails({ row, catalogue, language, templates })}</span>
}
