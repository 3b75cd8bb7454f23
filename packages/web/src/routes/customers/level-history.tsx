import { useQuery } from '@tanstack/react-query'
import type { LevelHistoryEntry, LevelOnDay } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { Loaded } from '../../page/page-frame.tsx'
import { Button, Input } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { customerQueries } from './customers.queries.ts'
import { Explanation } from './why-explanation.tsx'

type Props = { readonly customerId: string; readonly scheme: string }

/** Which level on which days under which version, and why on any one of them. */
export const LevelHistory = ({ customerId, scheme }: Props): ReactElement => {
  const { t } = useTranslation()
  const { asOf } = useCatalogue()
  const [day, setDay] = useState<string>()
  const query = useQuery(customerQueries.levelHistory(customerId, scheme))
  const entries = query.data?.items ?? []
  return (
    <section className="stack tight">
      <h3 className="section-title">{t('levels.history')}</h3>
      <Loaded of={query} rows={3}>
        {() =>
          entries.length === 0 ? (
            <p className="muted">{t('levels.historyNone')}</p>
          ) : (
            <ul className="level-history">
              {entries.map((entry) => (
                <li key={`${entry.from}/${entry.level}`}>
                  <div className="row wrap between">
                    <span className="row wrap">
                      <SchemeLevel scheme={scheme} level={entry.level} />
                      <span className="small">
                        <DateText value={entry.from} /> – <DateText value={entry.to} />
                      </span>
                    </span>
                    <Button size="small" onClick={() => setDay(entry.to)}>
                      {t('levels.whyThen')}
                    </Button>
                  </div>
                  <Under entry={entry} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <div className="row">
        <span className="small muted nowrap">{t('levels.on')}</span>
        <Input
          type="date"
          className="day-input"
          aria-label={t('levels.on')}
          max={asOf ?? undefined}
          value={day ?? ''}
          onChange={({ target }) => setDay(target.value || undefined)}
        />
      </div>
      {day ? <OnDay customerId={customerId} scheme={scheme} day={day} /> : null}
    </section>
  )
}

const Under = ({ entry }: { entry: Pick<LevelHistoryEntry, 'version' | 'packHash'> }): ReactElement => {
  const { t } = useTranslation()
  return (
    <span className="small muted" title={entry.packHash}>
      {entry.version === null
        ? t('levels.earlierPack')
        : entry.version === 0
          ? t('levels.versionShipped')
          : t('levels.version', { version: entry.version })}
    </span>
  )
}

const OnDay = ({ customerId, scheme, day }: Props & { day: string }): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(customerQueries.levelOn(customerId, scheme, day))
  return (
    <section className="stack tight on-day" aria-live="polite">
      <h3 className="section-title">{t('levels.onDay', { date: day })}</h3>
      <Loaded of={query} rows={4}>
        {() => (query.data ? <Then then={query.data} /> : null)}
      </Loaded>
    </section>
  )
}

const Then = ({ then }: { then: LevelOnDay }): ReactElement => {
  const { t } = useTranslation()
  return (
    <>
      <Under entry={then} />
      {then.isRuleKnown ? null : <p className="small muted">{t('levels.ruleUnknown')}</p>}
      <Explanation why={then} />
    </>
  )
}
