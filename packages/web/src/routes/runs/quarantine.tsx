import { DownloadOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { QuarantinedRow } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { useLabel } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import { Button, type TableColumnsType } from '../../ui/antd.ts'
import { Count, Unknown } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { runsQueries } from './runs.queries.ts'

/** The rows that were held back, each with line, column, value and reason. */
export const Quarantine = ({ importId }: { importId: string }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const list = useInfiniteQuery(runsQueries.quarantine(importId))
  const columns: TableColumnsType<QuarantinedRow> = [
    { key: 'line', title: t('imports.line'), align: 'right', render: (_value, { line }) => <Count value={line} /> },
    {
      key: 'column',
      title: t('imports.column'),
      render: (_value, { columns: failing }) => <span className="wrapped">{failing.join(', ')}</span>,
    },
    {
      key: 'value',
      title: t('imports.value'),
      render: (_value, { value }) => (value === null ? <Unknown /> : <code className="wrapped">{value}</code>),
    },
    {
      key: 'reason',
      title: t('imports.reason'),
      render: (_value, { message }) => <span className="wrapped">{name(message)}</span>,
    },
  ]
  return (
    <div className="stack tight">
      <div className="right">
        <Button
          icon={<DownloadOutlined />}
          href={api.url('exportQuarantine', { params: { importId } })}
          download={`quarantine-${importId}.csv`}
        >
          {t('imports.download')}
        </Button>
      </div>
      <PagedTable<QuarantinedRow>
        of={list}
        rowKey="row"
        columns={columns}
        empty={<EmptyState title={t('imports.noQuarantine')} />}
      />
    </div>
  )
}
