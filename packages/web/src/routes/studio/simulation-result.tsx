import type { SimulatedScheme, Simulation } from '@tend/contract'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatCount, formatNumber } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Segmented, type TableColumnsType } from '../../ui/antd.ts'
import { Count, DateText, Money, Percent } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { Affected } from './affected.tsx'
import { MigrationMatrix } from './migration-matrix.tsx'
import { Movers } from './movers.tsx'
import type { VersionSearch } from './studio-search.ts'
import { TaskLoad } from './task-load.tsx'

type Props = {
  readonly result: Simulation
  readonly search: VersionSearch
  readonly onChange: (search: VersionSearch) => void
}

/** What the draft would do on the day in force: who moves where, what it costs, what work follows. */
export const SimulationResult = ({ result, search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const scheme = result.schemes.find((each) => each.scheme === search.scheme) ?? result.schemes[0]
  const moments = result.moments.filter(({ before, after }) => before !== after)
  const changesNothing =
    result.schemes.length === 0 && moments.length === 0 && result.tasks.before === result.tasks.after
  return (
    <div className="stack">
      <p className="small muted row wrap">
        <span>
          {t('freshness.asOf')} <DateText value={result.asOf} />
        </span>
        <span>{t('simulation.seconds', { seconds: formatNumber(result.seconds, language, 1) })}</span>
        {result.baseline === 'night' ? <span>{t('simulation.baselineNight')}</span> : null}
      </p>
      <Tiles result={result} />
      {changesNothing ? (
        <div className="card">
          <EmptyState compact title={t('simulation.noChange')} />
        </div>
      ) : null}
      {result.schemes.length > 1 && scheme ? (
        <div className="scroll-x">
          <Segmented
            aria-label={t('boards.scheme')}
            value={scheme.scheme}
            onChange={(chosen) => onChange({ ...search, scheme: chosen })}
            options={result.schemes.map((each) => ({ value: each.scheme, label: name(each.label) }))}
          />
        </div>
      ) : null}
      {scheme ? <SchemeResult scheme={scheme} /> : null}
      {moments.length > 0 ? <Moments moments={moments} /> : null}
      <TaskLoad tasks={result.tasks} />
      {result.affected.length > 0 ? <Affected customers={result.affected} /> : null}
    </div>
  )
}

const Tiles = ({ result }: { result: Simulation }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const sum = (of: (scheme: SimulatedScheme) => number): number =>
    result.schemes.reduce((total, scheme) => total + of(scheme), 0)
  const costed = result.schemes.filter(({ cost }) => cost !== null)
  const cost = costed.reduce((total, { cost: each }) => total + (each ? each.afterMinor - each.beforeMinor : 0), 0)
  return (
    <ul className="tiles">
      <Tile title={t('simulation.moved')}>
        <Count value={result.customers - result.unchanged} />{' '}
        <span className="small muted">
          <Percent ratio={result.customers === 0 ? 0 : 1 - result.unchanged / result.customers} digits={2} />
        </span>
      </Tile>
      <Tile title={t('simulation.risers')}>
        <span className="rise">
          ↑{' '}
          {formatCount(
            sum(({ risers }) => risers),
            language,
          )}
        </span>
      </Tile>
      <Tile title={t('simulation.fallers')}>
        <span className="fall">
          ↓{' '}
          {formatCount(
            sum(({ fallers }) => fallers),
            language,
          )}
        </span>
      </Tile>
      <Tile title={t('simulation.cost')}>
        {costed.length === 0 ? (
          <span className="small muted">{t('simulation.costNone')}</span>
        ) : (
          <Signed minor={cost} />
        )}
      </Tile>
      <Tile title={t('simulation.newTasks')}>
        <Count value={result.tasks.before} /> → <Count value={result.tasks.after} />
      </Tile>
    </ul>
  )
}

const Tile = ({ title, children }: { title: string; children: ReactNode }): ReactElement => (
  <li className="card">
    <span className="eyebrow">{title}</span>
    <span className="tile-figure small-tile">{children}</span>
  </li>
)

/** A change of money with its sign. */
const Signed = ({ minor }: { minor: number }): ReactElement => (
  <span className="nowrap">
    {minor > 0 ? '+' : ''}
    <Money minor={minor} style="compact" />
  </span>
)

const SchemeResult = ({ scheme }: { scheme: SimulatedScheme }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <>
      <Panel title={`${t('simulation.matrix')} · ${name(scheme.label)}`} flush>
        <MigrationMatrix scheme={scheme} />
      </Panel>
      {scheme.cost ? (
        <Panel title={`${t('simulation.cost')} · ${name(scheme.label)}`}>
          <dl className="facts three">
            <div>
              <dt>{t('simulation.before')}</dt>
              <dd>
                <Money minor={scheme.cost.beforeMinor} />
              </dd>
            </div>
            <div>
              <dt>{t('simulation.after')}</dt>
              <dd>
                <Money minor={scheme.cost.afterMinor} />
              </dd>
            </div>
            <div>
              <dt>{t('simulation.change')}</dt>
              <dd className="strong">
                <Signed minor={scheme.cost.afterMinor - scheme.cost.beforeMinor} />
              </dd>
            </div>
          </dl>
        </Panel>
      ) : null}
      {scheme.byUnit.length + scheme.byOwner.length > 0 ? <Movers scheme={scheme} /> : null}
    </>
  )
}

const Moments = ({ moments }: { moments: Simulation['moments'] }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const columns: TableColumnsType<Simulation['moments'][number]> = [
    { key: 'moment', title: t('studio.kind.moments'), render: (_value, { label }) => name(label) },
    {
      key: 'before',
      title: t('simulation.before'),
      align: 'right',
      render: (_value, { before }) => <Count value={before} />,
    },
    {
      key: 'after',
      title: t('simulation.after'),
      align: 'right',
      render: (_value, { after }) => <Count value={after} />,
    },
    {
      key: 'change',
      title: t('simulation.change'),
      align: 'right',
      render: (_value, { before, after }) => (
        <strong>
          {after > before ? '+' : ''}
          <Count value={after - before} />
        </strong>
      ),
    },
  ]
  return (
    <Panel title={t('simulation.moments')} flush>
      <WideTable rowKey="moment" dataSource={moments} columns={columns} />
    </Panel>
  )
}
