import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { findScheme, levelsInOrder, type Scheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { UnitSelect } from '../../catalogue/unit-select.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Loaded, PageFrame } from '../../page/page-frame.tsx'
import { changed } from '../../search-params.ts'
import { Segmented, type TableColumnsType } from '../../ui/antd.ts'
import { Count, DateText, Percent } from '../../ui/figures.tsx'
import { LevelTag } from '../../ui/level-tag.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { boardQueries } from './boards.queries.ts'
import type { BoardsSearch } from './boards-search.ts'
import { topUnit, type UnitRow, unitRows } from './level-board.ts'

/** How many customers stand at each level, whole and by unit. */
export const BoardsPage = (): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const search = useSearch({ from: '/in/boards' })
  const navigate = useNavigate({ from: '/boards' })
  const change = (next: BoardsSearch): void => void navigate({ search: next })
  const scheme = findScheme(catalogue, search.scheme ?? '') ?? catalogue.schemes[0]
  const query = useQuery(boardQueries.levels(scheme?.id, search.unit ?? topUnit(catalogue.units)))
  return (
    <PageFrame
      title={t('nav.boards')}
      lead={
        <>
          {t('freshness.asOf')} <DateText value={query.data?.asOf} />
        </>
      }
      actions={<UnitSelect value={search.unit} onChange={(unit) => change(changed(search, { unit }))} />}
    >
      {scheme ? (
        <div className="stack tight">
          <div className="scroll-x">
            <Segmented
              aria-label={t('boards.scheme')}
              value={scheme.id}
              onChange={(id) => change({ ...search, scheme: id })}
              options={catalogue.schemes.map(({ id, label }) => ({ value: id, label: name(label) }))}
            />
          </div>
          <div className="card clip">
            <Loaded of={query}>
              {() => <LevelBoard scheme={scheme} rows={unitRows(query.data?.items ?? [], scheme.id)} />}
            </Loaded>
          </div>
        </div>
      ) : (
        <EmptyState title={t('boards.none')} />
      )}
    </PageFrame>
  )
}

const LevelBoard = ({ scheme, rows }: { scheme: Scheme; rows: readonly UnitRow[] }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const levels = levelsInOrder(scheme)
  const columns: TableColumnsType<UnitRow> = [
    {
      key: 'unit',
      title: t('customer.unit'),
      fixed: 'left',
      render: (_value, row) => (row.unitId === null ? <strong>{t('boards.whole')}</strong> : row.name),
    },
    {
      key: 'total',
      title: t('nav.customers'),
      align: 'right',
      render: (_value, { total }) => (
        <strong>
          <Count value={total} />
        </strong>
      ),
    },
    ...levels.map(({ id, label, rank }) => ({
      key: id,
      title: <LevelTag label={name(label)} rank={rank} levels={scheme.levels.length} variant={scheme.variant} />,
      align: 'right' as const,
      render: (_value: unknown, { counts, total }: UnitRow) => (
        <span className="board-cell">
          <Count value={counts.get(id) ?? 0} />
          <span className="small muted">
            <Percent ratio={total === 0 ? null : (counts.get(id) ?? 0) / total} />
          </span>
        </span>
      ),
    })),
  ]
  return rows.length === 0 ? (
    <EmptyState title={t('boards.none')} />
  ) : (
    <WideTable<UnitRow> rowKey={({ unitId }) => unitId ?? 'whole'} dataSource={[...rows]} columns={columns} />
  )
}
