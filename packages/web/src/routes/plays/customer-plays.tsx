import type { CustomerPlay, PlayVerdict, RouteResponse } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { FieldCell } from '../../catalogue/cell.tsx'
import { useLabel } from '../../i18n/index.ts'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'

const chipOf: Readonly<Record<PlayVerdict, string>> = {
  wanted: 'chip chip-good',
  deferred: 'chip chip-warn',
  merged: 'chip chip-info',
  left_out: 'chip',
}

/** Plays that answer today, with what would be done; then every other one with the reason against it. */
export const CustomerPlays = ({ plays }: { plays: RouteResponse<'customerPlays'> }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const today = plays.items.filter(({ verdict }) => verdict !== 'left_out')
  const rest = plays.items.filter(({ verdict }) => verdict === 'left_out')
  // All that can be said of a play without a moment is its name.
  const uncalled = rest.filter(({ code }) => code === 'no-moment')
  return (
    <div className="stack">
      <p className="small muted">
        {t('freshness.asOf')} <DateText value={plays.asOf} /> · {t('play.todayIs')} <DateText value={plays.today} />
      </p>
      <Panel title={t('play.gets', { count: today.length })} flush>
        {today.length === 0 ? <EmptyState compact title={t('play.getsNothing')} /> : null}
        <ul className="lines">
          {today.map((play) => (
            <Wanted key={play.play} play={play} />
          ))}
        </ul>
      </Panel>
      <Panel title={t('play.rest', { count: rest.length })} flush>
        <ul className="lines">
          {rest
            .filter((play) => !uncalled.includes(play))
            .map((play) => (
              <LeftOut key={play.play} play={play} />
            ))}
          {uncalled.length > 0 ? (
            <li>
              <span>{t('today.uncalled')}</span>
              <span className="row wrap">
                {uncalled.map(({ play, label }) => (
                  <span key={play} className="chip">
                    {name(label)}
                  </span>
                ))}
              </span>
            </li>
          ) : null}
        </ul>
      </Panel>
    </div>
  )
}

const Wanted = ({ play }: { play: CustomerPlay }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { plays } = useCatalogue()
  return (
    <li>
      <span className="row wrap">
        <strong>{name(play.label)}</strong>
        <span className={chipOf[play.verdict]}>{t(`today.verdict.${play.verdict}`)}</span>
        {play.dueOn ? (
          <span className="small muted">
            {t('task.dueAt')} <DateText value={play.dueOn} />
          </span>
        ) : null}
        {play.behind ? (
          <span className="small muted">{t('play.behind', { name: labelOf(plays, play.behind, name) })}</span>
        ) : null}
      </span>
      {play.moments.map(({ momentId, sentence }) => (
        <span key={momentId}>{name(sentence)}</span>
      ))}
      <span className="row wrap">
        {play.actions.map((action) => (
          <span
            key={`${action.kind}/${action.id ?? ''}`}
            className={action.isWanted ? 'chip chip-good' : 'chip chip-warn'}
          >
            {t(`play.action.${action.kind}`)} · {name(action.label)}
          </span>
        ))}
      </span>
      {play.actions
        .filter(({ isWanted, sentence }) => !isWanted && sentence)
        .map((action) => (
          <span key={`${action.kind}/${action.id ?? ''}`} className="small warn">
            {name(action.label)}：{action.sentence ? name(action.sentence) : ''}
          </span>
        ))}
    </li>
  )
}

const LeftOut = ({ play }: { play: CustomerPlay }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <li>
      <span className="row wrap">
        <span>{name(play.label)}</span>
        {play.code ? <span className="chip">{t(`today.code.${play.code}`)}</span> : null}
        {play.until ? (
          <span className="small muted">
            {t('policy.until')} <DateText value={play.until} />
          </span>
        ) : null}
      </span>
      <span className="small muted">{name(play.sentence)}</span>
      {play.terms
        .filter(({ isTrue }) => !isTrue)
        .map(({ words, values }) => (
          <span key={words.en} className="small">
            <span className="no">✕</span> {name(words)}
            {values.map(({ id, label, unit, value }) => (
              <span key={id} className="muted">
                {' '}
                · {name(label)} <FieldCell id={id} unit={unit} value={value} />
              </span>
            ))}
          </span>
        ))}
    </li>
  )
}
