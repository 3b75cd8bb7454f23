import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { NearLineItem } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { findScheme, levelsInOrder, type Scheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { Cell } from '../../catalogue/cell.tsx'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { UnitSelect } from '../../catalogue/unit-select.tsx'
import { currencyName } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded, PageFrame } from '../../page/page-frame.tsx'
import { changed } from '../../search-params.ts'
import { InputNumber, Segmented } from '../../ui/antd.ts'
import { Count, DateText } from '../../ui/figures.tsx'
import { useInstitution } from '../../ui/institution.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { nearLineQueries } from './near-line.queries.ts'
import type { NearLineSearch } from './near-line-search.ts'

/** Customers who are one step below the next level, or about to fall, with what is missing (S173). */
export const NearLinePage = (): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const search = useSearch({ from: '/in/near-line' })
  const navigate = useNavigate({ from: '/near-line' })
  const change = (next: NearLineSearch): void => void navigate({ search: next, replace: true })
  const ladders = catalogue.schemes.filter(({ variant }) => variant === 'ladder')
  const scheme =
    findScheme(catalogue, search.scheme ?? '') ?? ladders.toSorted((a, b) => b.levels.length - a.levels.length)[0]
  const { level: _level, ...unlevelled } = search
  if (!scheme)
    return (
      <PageFrame title={t('nearLine.title')}>
        <EmptyState title={t('boards.none')} />
      </PageFrame>
    )
  return (
    <PageFrame
      title={t('nearLine.title')}
      lead={t('nearLine.lead')}
      actions={<UnitSelect value={search.unit} onChange={(unit) => change(changed(search, { unit }))} />}
    >
      <div className="stack">
        {ladders.length > 1 ? (
          <div className="scroll-x">
            <Segmented
              aria-label={t('boards.scheme')}
              value={scheme.id}
              onChange={(id) => {
                const { within: _within, ...rest } = unlevelled
                change({ ...rest, scheme: id })
              }}
              options={ladders.map(({ id, label }) => ({ value: id, label: name(label) }))}
            />
          </div>
        ) : null}
        <div className="row wrap">
          <Segmented
            aria-label={t('nearLine.title')}
            value={search.direction ?? 'up'}
            onChange={(direction) => {
              const { direction: _before, ...rest } = unlevelled
              change(direction === 'down' ? { ...rest, direction: 'down' } : rest)
            }}
            options={[
              { value: 'up', label: t('nearLine.up') },
              { value: 'down', label: t('nearLine.down') },
            ]}
          />
          <Distance search={search} onChange={change} scheme={scheme} />
        </div>
        <LevelCounts scheme={scheme} search={search} onChange={change} />
        <Rows scheme={scheme} search={search} />
      </div>
    </PageFrame>
  )
}

type Props = { readonly search: NearLineSearch; readonly onChange: (search: NearLineSearch) => void }

/** Typed in major units where the scheme counts money, which its first customer near the line tells. */
const Distance = ({ search, onChange, scheme }: Props & { scheme: Scheme }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { currency } = useInstitution()
  const first = itemsOf(useInfiniteQuery(nearLineQueries.list(scheme.id, { ...withoutLevel(search) })))[0]
  const isMoney = first === undefined || first.valueUnit === 'money'
  const factor = isMoney ? 10 ** currency.decimals : 1
  const { within, ...rest } = search
  const set = (value: number | null): void =>
    onChange(value === null ? rest : { ...rest, within: String(Math.round(value * factor)) })
  return (
    <span className="row">
      <span className="small muted nowrap">{t('nearLine.within')}</span>
      <InputNumber<number>
        key={within ?? ''}
        className="distance"
        aria-label={t('nearLine.within')}
        min={0}
        controls={false}
        placeholder={t('nearLine.withinAny')}
        {...(isMoney ? { suffix: currencyName(currency, language) } : {})}
        {...(within === undefined ? {} : { defaultValue: Number(within) / factor })}
        onBlur={({ target }) => set(numberIn(target.value))}
        onPressEnter={({ target }) => set(numberIn(target instanceof HTMLInputElement ? target.value : ''))}
      />
    </span>
  )
}

const withoutLevel = ({ level: _level, ...rest }: NearLineSearch): NearLineSearch => rest

const numberIn = (text: string): number | null => {
  const value = Number(text.replaceAll(/[,\s]/g, ''))
  return text.trim() === '' || !Number.isFinite(value) || value < 0 ? null : value
}

/** How many stand before each line; a click narrows the list to it. */
const LevelCounts = ({ scheme, search, onChange }: Props & { scheme: Scheme }): ReactElement => {
  const { t } = useTranslation()
  const { data } = useQuery(nearLineQueries.counts(scheme.id, search))
  const direction = search.direction ?? 'up'
  const { level, ...rest } = search
  const countOf = (id: string): number =>
    data?.items.find((item) => item.direction === direction && item.line === id)?.customers ?? 0
  const levels = levelsInOrder(scheme).filter(({ rank }) => rank > 0)
  return (
    <ul className="line-counts" aria-label={t('nearLine.each')}>
      {levels.map(({ id }) => (
        <li key={id}>
          <button
            type="button"
            aria-pressed={level === id}
            onClick={() => onChange(level === id ? rest : { ...rest, level: id })}
          >
            <SchemeLevel scheme={scheme.id} level={id} />
            <span className="tile-figure small-tile">
              <Count value={data ? countOf(id) : null} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const Rows = ({ scheme, search }: { scheme: Scheme; search: NearLineSearch }): ReactElement => {
  const { t } = useTranslation()
  const query = useInfiniteQuery(nearLineQueries.list(scheme.id, search))
  const items = itemsOf(query)
  return (
    <div className="card clip">
      <Loaded of={query}>
        {() =>
          items.length === 0 ? (
            <EmptyState title={t('nearLine.none')} hint={t('nearLine.noneHint')} />
          ) : (
            <>
              <p className="small muted panel-note">
                {t('freshness.asOf')} <DateText value={query.data?.pages[0]?.asOf} />
              </p>
              <ul className="lines near-line" aria-label={t('nearLine.title')}>
                {items.map((item) => (
                  <Row key={`${item.customerId}/${item.line}`} item={item} scheme={scheme.id} />
                ))}
              </ul>
              <LoadMore of={query} />
            </>
          )
        }
      </Loaded>
    </div>
  )
}

const Row = ({ item, scheme }: { item: NearLineItem; scheme: string }): ReactElement => {
  const { t } = useTranslation()
  return (
    <li>
      <Link to="/customers/$customerId" params={{ customerId: item.customerId }} className="customer-name">
        <span className="strong">{item.name ?? item.customerId}</span>
        <span className="small muted figure">{item.customerId}</span>
      </Link>
      <span className="row wrap">
        <SchemeLevel scheme={scheme} level={item.level} />
        {item.direction === 'up' ? (
          <>
            <span aria-hidden="true">→</span>
            <SchemeLevel scheme={scheme} level={item.line} />
          </>
        ) : null}
      </span>
      <span className="near-distance">
        <span className="small muted">
          {t(item.direction === 'up' ? 'nearLine.distanceUp' : 'nearLine.distanceDown')}
        </span>
        <strong>
          <Cell unit={item.valueUnit} value={item.distance} moneyStyle="exact" />
        </strong>
      </span>
      <span className="small muted">
        {[item.owner?.name, item.unit?.name].filter((each) => each !== undefined).join(' · ')}
      </span>
    </li>
  )
}
