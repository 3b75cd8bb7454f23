import { useQuery } from '@tanstack/react-query'
import type { CustomerPlay } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { DateText } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { careQueries } from './care.queries.ts'

type Props = { readonly customerId: string /** The play that is being worked. */; readonly except?: string }

const toneOf = { wanted: 'chip-good', deferred: 'chip-warn', merged: 'chip-info', left_out: '' } as const

/** What the plays would do for this customer today, and of each other one why not. */
export const TodayPlays = ({ customerId, except }: Props): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(careQueries.plays(customerId))
  return (
    <Loaded of={query} rows={3}>
      {() => {
        const items = (query.data?.items ?? []).filter(({ play }) => play !== except)
        const wanted = items.filter(isCaredFor)
        const leftOut = items.filter((play) => !isCaredFor(play))
        return (
          <div className="today">
            {wanted.length === 0 ? (
              <EmptyState compact title={t('today.nothing')} />
            ) : (
              <ul className="lines">
                {wanted.map((play) => (
                  <Play key={play.play} play={play} />
                ))}
              </ul>
            )}
            {leftOut.length > 0 ? (
              <details className="left-out">
                <summary>{t('today.leftOut', { count: leftOut.length })}</summary>
                <LeftOut plays={leftOut} />
              </details>
            ) : null}
          </div>
        )
      }}
    </Loaded>
  )
}

/** Those that nothing has called for are told in one line: of them there is nothing more to say. */
const LeftOut = ({ plays }: { plays: readonly CustomerPlay[] }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const uncalled = plays.filter(({ code }) => code === 'no-moment')
  return (
    <ul className="lines">
      {plays
        .filter(({ code }) => code !== 'no-moment')
        .map((play) => (
          <Play key={play.play} play={play} />
        ))}
      {uncalled.length > 0 ? (
        <li>
          <span className="row">
            <span className="chip">{t('today.code.no-moment')}</span>
            <span className="small muted">{t('today.uncalled')}</span>
          </span>
          <p className="small">{uncalled.map(({ label }) => name(label)).join(t('value.comma'))}</p>
        </li>
      ) : null}
    </ul>
  )
}

/** It is done today, or has been taken care of already. */
const isCaredFor = ({ verdict, code }: CustomerPlay): boolean => verdict !== 'left_out' || code === 'known'

const Play = ({ play }: { play: CustomerPlay }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <li>
      <span className="row wrap">
        <span className="strong">{name(play.label)}</span>
        <span className={`chip ${toneOf[play.verdict]}`}>
          {t(play.code ? `today.code.${play.code}` : `today.verdict.${play.verdict}`)}
        </span>
      </span>
      <p>{name(play.sentence)}</p>
      {play.actions.some(({ isWanted }) => isWanted) ? (
        <p className="small muted">
          {play.actions
            .filter(({ isWanted }) => isWanted)
            .map((action) => `${t(`today.action.${action.kind}`)} ${name(action.label)}`)
            .join(t('value.comma'))}
        </p>
      ) : null}
      {play.until ? (
        <p className="small muted">
          {t('today.until')} <DateText value={play.until} />
        </p>
      ) : null}
    </li>
  )
}
