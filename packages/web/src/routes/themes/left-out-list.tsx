import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { LeftOutCode, RouteResponse } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { useLeftOutColumns } from '../../page/left-out-columns.tsx'
import { PagedTable } from '../../page/paged-table.tsx'
import { Count } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { themeQueries } from './themes.queries.ts'

type Row = RouteResponse<'listThemeLeftOut'>['items'][number]

/** Who was left out of a theme, by reason, and each with the sentence. */
export const LeftOutList = ({ themeId }: { themeId: string }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const [code, setCode] = useState<LeftOutCode>()
  const theme = useQuery(themeQueries.one(themeId))
  const list = useInfiniteQuery(themeQueries.leftOut(themeId, code))
  const columns = useLeftOutColumns<Row>([
    { key: 'owner', title: t('customer.owner'), render: (_value, { owner }) => owner?.name },
  ])
  return (
    <div className="stack tight">
      <ul className="line-counts" aria-label={t('theme.whyLeftOut')}>
        {(theme.data?.leftOutBy ?? []).map((reason) => (
          <li key={reason.code}>
            <button
              type="button"
              aria-pressed={code === reason.code}
              onClick={() => setCode(code === reason.code ? undefined : reason.code)}
            >
              <span className="small">{name(reason.label)}</span>
              <span className="tile-figure small-tile">
                <Count value={reason.customers} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <PagedTable<Row>
        of={list}
        rowKey="customerId"
        columns={columns}
        empty={<EmptyState compact title={t('theme.nobodyLeftOut')} />}
      />
    </div>
  )
}
