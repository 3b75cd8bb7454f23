import { useInfiniteQuery } from '@tanstack/react-query'
import type { Delivery } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import { Button, Drawer, Select, type TableColumnsType } from '../../ui/antd.ts'
import { Count, DateText, Unknown } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { Quarantine } from './quarantine.tsx'
import { runsQueries } from './runs.queries.ts'
import type { RunsSearch } from './runs-search.ts'

type Change = { readonly import?: string; readonly fact?: string }
type Props = { readonly search: RunsSearch; readonly onChange: (search: Change) => void; readonly mayStart: boolean }

/** Every delivery with what became of its rows; rows = loaded + quarantined, always. */
export const Imports = ({ search, onChange, mayStart }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { facts } = useCatalogue()
  const list = useInfiniteQuery(runsQueries.imports(search.fact))
  const [isUploading, setUploading] = useState(false)
  const fact = search.fact ? { fact: search.fact } : {}
  const columns = useImportColumns((importId) => onChange({ ...fact, import: importId }))
  return (
    <div className="stack tight">
      <div className="row wrap">
        <Select
          aria-label={t('imports.fact')}
          placeholder={t('imports.anyFact')}
          allowClear
          style={{ width: 200 }}
          value={search.fact ?? null}
          onChange={(chosen: string | null) => onChange(chosen ? { fact: chosen } : {})}
          options={facts.map(({ id, label }) => ({ value: id, label: name(label) }))}
        />
        <span className="grow" />
        {mayStart ? (
          <Button type="primary" onClick={() => setUploading(true)}>
            {t('imports.upload')}
          </Button>
        ) : null}
      </div>
      <PagedTable<Delivery>
        of={list}
        rowKey="importId"
        columns={columns}
        empty={<EmptyState title={t('imports.none')} hint={t('imports.noneHint')} />}
      />
      <ImportDialog
        isOpen={isUploading}
        onClose={() => setUploading(false)}
        onQuarantine={(importId) => onChange({ ...fact, import: importId })}
      />
      <Drawer
        open={search.import !== undefined}
        onClose={() => onChange(fact)}
        title={t('imports.quarantine')}
        size={760}
      >
        {search.import ? <Quarantine importId={search.import} /> : null}
      </Drawer>
    </div>
  )
}

const useImportColumns = (onQuarantine: (importId: string) => void): TableColumnsType<Delivery> => {
  const { t } = useTranslation()
  const name = useLabel()
  const { facts } = useCatalogue()
  return [
    { key: 'at', title: t('imports.at'), render: (_value, { at }) => <DateText value={at} withTime /> },
    { key: 'fact', title: t('imports.fact'), render: (_value, { fact }) => labelOf(facts, fact, name) },
    {
      key: 'file',
      title: t('imports.file'),
      render: (_value, { fileName, isRepeat }) => (
        <span className="row">
          <span className="wrapped">{fileName}</span>
          {isRepeat ? <span className="chip">{t('imports.repeat')}</span> : null}
        </span>
      ),
    },
    {
      key: 'dates',
      title: t('imports.dates'),
      render: (_value, { businessDates }) =>
        businessDates ? (
          <span className="figure">
            <DateText value={businessDates.from} /> – <DateText value={businessDates.to} />
          </span>
        ) : (
          <Unknown />
        ),
    },
    { key: 'rows', title: t('imports.rows'), align: 'right', render: (_value, { rows }) => <Count value={rows} /> },
    {
      key: 'loaded',
      title: t('imports.loaded'),
      align: 'right',
      render: (_value, { loaded }) => <Count value={loaded} />,
    },
    {
      key: 'quarantined',
      title: t('imports.quarantined'),
      align: 'right',
      render: (_value, { importId, quarantined }) =>
        quarantined === 0 ? (
          <Count value={0} />
        ) : (
          <button
            type="button"
            className="link bad"
            onClick={() => onQuarantine(importId)}
            aria-label={t('imports.showQuarantine', { count: quarantined })}
          >
            <Count value={quarantined} />
          </button>
        ),
    },
  ]
}
