import { DownloadOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type RouteResponse, refusalReasons } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { useLanguage } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import { Button, Drawer, type TableColumnsType } from '../../ui/antd.ts'
import { Count, DateText } from '../../ui/figures.tsx'
import { useInstitution } from '../../ui/institution.tsx'
import { EmptyState, LoadingState } from '../../ui/states.tsx'
import { diallerQueries } from './dialler.queries.ts'
import { DiallerListDialog, type MadeList } from './dialler-list-dialog.tsx'
import { callRefusal } from './dialler-reason.ts'
import { DiallerResultsDialog } from './dialler-results-dialog.tsx'

type List = RouteResponse<'listDiallerLists'>['items'][number]
type Refused = RouteResponse<'listRefusedCalls'>['items'][number]

/** Call lists for a dialler, what came back from it, and what could not be used. */
export const Dialler = (): ReactElement => {
  const { t } = useTranslation()
  const lists = useInfiniteQuery(diallerQueries.lists())
  const refused = useInfiniteQuery(diallerQueries.refused())
  const [dialog, setDialog] = useState<'list' | 'results'>()
  const [list, setList] = useState<MadeList>()
  return (
    <div className="stack">
      <div className="row wrap between">
        <p className="muted">{t('dialler.lead')}</p>
        <span className="row">
          <Button onClick={() => setDialog('results')}>{t('dialler.import')}</Button>
          <Button type="primary" onClick={() => setDialog('list')}>
            {t('dialler.make')}
          </Button>
        </span>
      </div>
      <PagedTable<List>
        of={lists}
        rowKey="listId"
        columns={useListColumns((listId) => setList({ listId, leftOut: [] }))}
        empty={<EmptyState title={t('dialler.none')} hint={t('dialler.noneHint')} />}
      />
      <section className="stack tight" aria-label={t('dialler.refused')}>
        <h2 className="section-title">{t('dialler.refused')}</h2>
        <PagedTable<Refused>
          of={refused}
          rowKey="callId"
          columns={useRefusedColumns()}
          empty={<EmptyState compact title={t('dialler.noRefused')} />}
        />
      </section>
      {dialog === 'list' ? <DiallerListDialog onClose={() => setDialog(undefined)} onMade={setList} /> : null}
      {dialog === 'results' ? <DiallerResultsDialog onClose={() => setDialog(undefined)} /> : null}
      <Drawer open={list !== undefined} onClose={() => setList(undefined)} title={t('dialler.list')} size={560}>
        {list ? <ListState {...list} /> : null}
      </Drawer>
    </div>
  )
}

/** How a list stands at this moment: whoever refused meanwhile is no longer on it. */
const ListState = ({ listId, leftOut }: MadeList): ReactElement => {
  const { t } = useTranslation()
  const { data } = useQuery(diallerQueries.one(listId))
  const reasonOf = (reason: string): string => {
    const own = (['closed', 'too-early'] as const).find((each) => each === reason)
    const policy = refusalReasons.find((each) => each === reason)
    return own ? t(`dialler.stop.${own}`) : policy ? t(`today.code.${policy}`) : reason
  }
  if (!data) return <LoadingState rows={3} />
  return (
    <div className="stack">
      <dl className="facts">
        <div>
          <dt>{t('dialler.leads')}</dt>
          <dd>
            <Count value={data.leads} />
          </dd>
        </div>
        <div>
          <dt>{t('dialler.callable')}</dt>
          <dd className="strong">
            <Count value={data.callable} />
          </dd>
        </div>
      </dl>
      <Reasons
        title={t('dialler.stopped')}
        items={data.stopped.map(({ reason, leads }) => ({ name: reasonOf(reason), count: leads }))}
      />
      <Reasons
        title={t('dialler.leftOut')}
        items={leftOut.map(({ reason, tasks }) => ({ name: reasonOf(reason), count: tasks }))}
      />
      <Button
        type="primary"
        icon={<DownloadOutlined />}
        href={api.url('exportDiallerLeads', { params: { listId } })}
        download={`leads-${listId}.csv`}
      >
        {t('dialler.download')}
      </Button>
      <p className="small muted">{t('dialler.downloadHint')}</p>
    </div>
  )
}

type ReasonsProps = { readonly title: string; readonly items: readonly { name: string; count: number }[] }

const Reasons = ({ title, items }: ReasonsProps): ReactElement | null =>
  items.length === 0 ? null : (
    <section>
      <h3 className="group-title">{title}</h3>
      <ul className="value-list">
        {items.map(({ name, count }) => (
          <li key={name}>
            <span>{name}</span>
            <Count value={count} />
          </li>
        ))}
      </ul>
    </section>
  )

const useListColumns = (onOpen: (listId: string) => void): TableColumnsType<List> => {
  const { t } = useTranslation()
  return [
    {
      key: 'list',
      title: t('dialler.list'),
      render: (_value, { listId }) => (
        <button type="button" className="link figure" onClick={() => onOpen(listId)}>
          {listId}
        </button>
      ),
    },
    { key: 'at', title: t('dialler.madeAt'), render: (_value, { madeAt }) => <DateText value={madeAt} withTime /> },
    { key: 'by', title: t('dialler.madeBy'), dataIndex: 'madeBy' },
    {
      key: 'leads',
      title: t('dialler.leads'),
      align: 'right',
      render: (_value, { leads }) => <Count value={leads} />,
    },
  ]
}

const useRefusedColumns = (): TableColumnsType<Refused> => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { timeZone } = useInstitution()
  return [
    { key: 'call', title: t('dialler.call'), render: (_value, { callId }) => <code>{callId}</code> },
    { key: 'date', title: t('dialler.callDate'), dataIndex: 'callDate' },
    { key: 'user', title: t('dialler.user'), dataIndex: 'user' },
    { key: 'status', title: t('dialler.status'), render: (_value, { status }) => <code>{status}</code> },
    {
      key: 'reason',
      title: t('imports.reason'),
      render: (_value, { reason }) => <span className="wrapped">{callRefusal(reason, language, timeZone)}</span>,
    },
    {
      key: 'at',
      title: t('imports.at'),
      render: (_value, { importedAt }) => <DateText value={importedAt} withTime />,
    },
  ]
}
