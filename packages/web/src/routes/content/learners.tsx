import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Learner } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { UnitSelect } from '../../catalogue/unit-select.tsx'
import { useLabel } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import type { TableColumnsType } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { FilterSelect } from '../../ui/filters.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { contentQueries } from './content.queries.ts'
import type { ContentSearch } from './content-search.ts'
import { TrainingStateChip } from './training-state.tsx'

type Props = { readonly search: ContentSearch; readonly onChange: (search: ContentSearch) => void }
type Row = Learner & { readonly key: string }

const states = ['due', 'expiring', 'valid'] as const

/** Who has learned what, and who still has to. */
export const Learners = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const [state, setState] = useState<(typeof states)[number] | undefined>('due')
  const trainings = useQuery(contentQueries.trainings())
  const list = useInfiniteQuery({
    ...contentQueries.learners(search, state),
    select: (data) => ({
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        items: page.items.map((item): Row => ({ ...item, key: `${item.staff.staffId}/${item.training}` })),
      })),
    }),
  })
  const columns: TableColumnsType<Row> = [
    { key: 'staff', title: t('supervisor.person'), render: (_value, { staff }) => staff.name },
    { key: 'role', title: t('supervisor.role'), render: (_value, { role }) => t(`role.${role}`) },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit.name },
    { key: 'training', title: t('training.one'), render: (_value, { label }) => name(label) },
    {
      key: 'state',
      title: t('case.stateTitle'),
      render: (_value, learner) => <TrainingStateChip state={learner.state} />,
    },
    {
      key: 'learned',
      title: t('training.learnedOn'),
      render: (_value, { learnedOn }) => <DateText value={learnedOn} />,
    },
    {
      key: 'valid',
      title: t('training.validUntil'),
      render: (_value, { validUntil }) => <DateText value={validUntil} />,
    },
  ]
  return (
    <div className="stack tight">
      <div className="row wrap">
        <FilterSelect
          label={t('training.one')}
          width={240}
          value={search.training}
          onChange={(training) => onChange(changed(search, { training }))}
          options={(trainings.data?.items ?? []).map(({ id, label }) => ({ value: id, label: name(label) }))}
        />
        <FilterSelect
          label={t('case.stateTitle')}
          value={state}
          onChange={setState}
          options={states.map((each) => ({ value: each, label: t(`training.state.${each}`) }))}
        />
        <UnitSelect value={search.unit} onChange={(unit) => onChange(changed(search, { unit }))} />
      </div>
      <PagedTable<Row>
        of={list}
        rowKey="key"
        columns={columns}
        empty={<EmptyState title={t('training.nobodyDue')} />}
      />
    </div>
  )
}
