import { useQuery } from '@tanstack/react-query'
import type { RefusalReason, RouteResponse } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { findScheme, levelsInOrder, type Scheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { type Label, useLabel } from '../../i18n/index.ts'
import { PlainTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import { Segmented, type TableColumnsType } from '../../ui/antd.ts'
import { Count, DateText, Percent } from '../../ui/figures.tsx'
import { FilterSelect } from '../../ui/filters.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { type PolicyQuestion, policyQueries } from './policy.queries.ts'
import { PolicyCustomers } from './policy-customers.tsx'
import { linesByLevel, linesByUnit, type PolicyLine, reasonsIn, wholeOf } from './policy-lines.ts'
import type { PolicyGroup, PolicySearch } from './policy-search.ts'

type Props = {
  readonly policy: RouteResponse<'getPolicy'>
  readonly search: PolicySearch
  readonly onChange: (search: PolicySearch) => void
}

/** By level and by unit: how many may be contacted for a purpose on a channel, and why the others may not. */
export const PolicyBoard = ({ policy, search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  // A customer may hold several tags: only schemes of one level each add up.
  const schemes = catalogue.schemes.filter(({ variant }) => variant !== 'rules')
  const scheme = findScheme(catalogue, search.scheme ?? '') ?? schemes[0]
  const purpose =
    search.purpose ?? mostUsed(catalogue.plays.map((play) => play.purpose)) ?? policy.purposes[0]?.id ?? ''
  const channel =
    search.channel ?? mostUsed(catalogue.plays.map((play) => play.channel)) ?? policy.channels[0]?.id ?? ''
  const question = { purpose, channel, scheme: scheme?.id ?? '', unit: search.unit }
  const query = useQuery({ ...policyQueries.board(question), enabled: scheme !== undefined })
  const items = query.data?.items ?? []
  const isUnit = search.by === 'unit'
  const lines = isUnit
    ? linesByUnit(items)
    : linesByLevel(items, scheme ? levelsInOrder(scheme).map(({ id }) => id) : [])
  const open = (line: PolicyLine, group: PolicyGroup): void =>
    onChange(
      changed(search, isUnit ? { group, unit: line.id, level: undefined } : { group, level: line.id || undefined }),
    )
  const columns = usePolicyColumns({ scheme, reasons: reasonsIn(items), isUnit, onOpen: open })
  return (
    <div className="stack tight">
      <Question policy={policy} question={question} schemes={schemes} search={search} onChange={onChange} />
      <Whole line={wholeOf(items)} at={query.data?.at} />
      <PlainTable<PolicyLine>
        of={query}
        rows={lines}
        rowKey="id"
        columns={columns}
        empty={<EmptyState title={t('boards.none')} />}
      />
      <PolicyCustomers
        question={question}
        search={search}
        onClose={() => onChange(changed(search, { group: undefined, level: undefined }))}
      />
    </div>
  )
}

/** What the board asks about at first: what the plays ask about most. */
const mostUsed = (ids: readonly string[]): string | undefined => {
  const uses = (id: string): number => ids.filter((each) => each === id).length
  return [...new Set(ids)].sort((a, b) => uses(b) - uses(a) || a.localeCompare(b))[0]
}

type QuestionProps = Props & { readonly question: PolicyQuestion; readonly schemes: readonly Scheme[] }

const Question = ({ policy, question, schemes, search, onChange }: QuestionProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const named = (each: readonly { readonly id: string; readonly label: Label }[]) =>
    each.map(({ id, label }) => ({ value: id, label: name(label) }))
  return (
    <div className="row wrap">
      <FilterSelect
        label={t('outbox.purpose')}
        mayClear={false}
        value={question.purpose}
        onChange={(purpose) => onChange(changed(search, { purpose }))}
        options={named(policy.purposes)}
      />
      <FilterSelect
        label={t('contact.channel')}
        mayClear={false}
        width={140}
        value={question.channel}
        onChange={(channel) => onChange(changed(search, { channel }))}
        options={named(policy.channels)}
      />
      <FilterSelect
        label={t('boards.scheme')}
        mayClear={false}
        width={180}
        value={question.scheme}
        onChange={(chosen) => onChange(changed(search, { scheme: chosen, level: undefined }))}
        options={named(schemes)}
      />
      <Segmented
        aria-label={t('team.groupBy')}
        value={search.by ?? 'level'}
        onChange={(by) => onChange(changed(search, { by: by === 'unit' ? 'unit' : undefined }))}
        options={[
          { value: 'level', label: t('policy.byLevel') },
          { value: 'unit', label: t('team.byUnit') },
        ]}
      />
    </div>
  )
}

const Whole = ({ line, at }: { line: PolicyLine; at: string | undefined }): ReactElement | null => {
  const { t } = useTranslation()
  if (at === undefined) return null
  return (
    <p role="status">
      <strong>
        <Count value={line.reachable} /> / <Count value={line.customers} />
      </strong>{' '}
      {t('policy.mayBeReached')}（<Percent ratio={line.customers === 0 ? null : line.reachable / line.customers} />）
      <span className="small muted">
        {' '}
        · <DateText value={at} withTime />
      </span>
    </p>
  )
}

type ColumnProps = {
  readonly scheme: Scheme | undefined
  readonly reasons: readonly RefusalReason[]
  readonly isUnit: boolean
  readonly onOpen: (line: PolicyLine, group: PolicyGroup) => void
}

const usePolicyColumns = ({ scheme, reasons, isUnit, onOpen }: ColumnProps): TableColumnsType<PolicyLine> => {
  const { t } = useTranslation()
  // Whoever has no level cannot be asked for by level: the figure stands without a list.
  const figure = (line: PolicyLine, group: PolicyGroup, count: number): ReactElement =>
    count === 0 || (!isUnit && line.id === '') ? (
      <span className={count === 0 ? 'muted' : ''}>
        <Count value={count} />
      </span>
    ) : (
      <button type="button" className="link" onClick={() => onOpen(line, group)}>
        <Count value={count} />
      </button>
    )
  return [
    {
      key: 'line',
      title: isUnit ? t('customer.unit') : t('byHand.level'),
      fixed: 'left',
      render: (_value, { id, name }) =>
        isUnit ? (
          name
        ) : id === '' ? (
          <span className="muted">{t('policy.noLevel')}</span>
        ) : (
          <SchemeLevel scheme={scheme?.id ?? ''} level={id} />
        ),
    },
    {
      key: 'customers',
      title: t('nav.customers'),
      align: 'right',
      render: (_value, { customers }) => <Count value={customers} />,
    },
    {
      key: 'reachable',
      title: t('policy.reachable'),
      align: 'right',
      render: (_value, line) => (
        <span className="board-cell">
          {figure(line, 'reachable', line.reachable)}
          <span className="small muted">
            <Percent ratio={line.customers === 0 ? null : line.reachable / line.customers} digits={0} />
          </span>
        </span>
      ),
    },
    ...reasons.map((reason) => ({
      key: reason,
      title: t(`today.code.${reason}`),
      align: 'right' as const,
      render: (_value: unknown, line: PolicyLine) => figure(line, reason, line.refused[reason] ?? 0),
    })),
    {
      key: 'minimum',
      title: t('policy.belowMinimum'),
      align: 'right',
      render: (_value, line) => figure(line, 'below-minimum', line.belowMinimum),
    },
  ]
}
