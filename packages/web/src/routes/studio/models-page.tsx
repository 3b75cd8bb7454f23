import { useQuery } from '@tanstack/react-query'
import type { HouseModel } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Alert } from '../../ui/antd.ts'
import { Count, DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { PurchasesResult } from './model-purchases.tsx'
import { Reading } from './model-reading.tsx'
import { ScorecardResult } from './model-scorecard.tsx'
import { SegmentsResult } from './model-segments.tsx'
import { studioQueries } from './studio.queries.ts'
import { StudioFrame } from './studio-frame.tsx'

/** What the house has learned: from whom, how well, and whether its customers are still those. */
export const ModelsPage = (): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(studioQueries.models())
  return (
    <StudioFrame title={t('nav.studio')} lead={t('models.lead')}>
      <Loaded of={query}>
        {() =>
          query.data?.items.length === 0 ? (
            <div className="card">
              <EmptyState title={t('models.none')} />
            </div>
          ) : (
            <div className="stack">
              {query.data?.items.map((model) => (
                <ModelPanel key={model.id} model={model} />
              ))}
            </div>
          )
        }
      </Loaded>
    </StudioFrame>
  )
}

const ModelPanel = ({ model }: { model: HouseModel }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { learned } = model
  return (
    <Panel
      title={name(model.label)}
      extra={
        <span className="row wrap">
          <span className="chip">{t(`models.kind.${model.kind}`)}</span>
          <DriftChip drift={model.drift} />
          {model.assumed ? <span className="chip chip-warn">{t('why.assumed')}</span> : null}
        </span>
      }
    >
      <div className="stack">
        {model.description ? <p className="muted">{name(model.description)}</p> : null}
        {learned ? (
          <>
            <p className="small">
              {t('models.trained', { number: learned.number })} <DateText value={learned.asOf} />
              {learned.result.kind === 'scorecard' && learned.result.outcomeAsOf !== learned.asOf ? (
                <>
                  {t('value.comma')}
                  {t('models.outcomeOf')} <DateText value={learned.result.outcomeAsOf} />
                </>
              ) : null}
              {' · '}
              <Count value={learned.customers} /> {t('models.customers')}
            </p>
            {learned.notUsed ? <Alert type="warning" showIcon title={name(learned.notUsed)} /> : null}
            {learned.notes.map((note) => (
              <Alert key={note.en} type="info" showIcon title={name(note)} />
            ))}
            <Result model={model} learned={learned} />
            <Reading kind={model.kind} />
          </>
        ) : (
          <p className="muted">{t('models.untrained', { model: model.id })}</p>
        )}
      </div>
    </Panel>
  )
}

type ResultProps = { readonly model: HouseModel; readonly learned: NonNullable<HouseModel['learned']> }

const Result = ({ model, learned: { result, hash } }: ResultProps): ReactElement => {
  const name = useLabel()
  switch (result.kind) {
    case 'scorecard':
      return <ScorecardResult result={result} title={name(model.label)} />
    case 'segments':
      return <SegmentsResult result={result} model={model.id} hash={hash} />
    case 'purchases':
      return <PurchasesResult result={result} />
  }
}

const chipOf = { steady: 'chip chip-info', shifting: 'chip chip-warn', drifted: 'chip chip-bad' } as const

const DriftChip = ({ drift }: { drift: HouseModel['drift'] }): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  return drift === null ? null : (
    <span className={chipOf[drift.band]} title={t('models.driftOf', { date: drift.asOf })}>
      {t(`models.drift.${drift.band}`)} · PSI {formatNumber(drift.psi, language, 3)}
    </span>
  )
}
