import type { TimelineEntry } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { DateText, Money } from '../../ui/figures.tsx'
import { PoolTag, pools } from '../../ui/pool-tag.tsx'

export const Entries = ({ entries }: { entries: readonly TimelineEntry[] }): ReactElement => (
  <ol className="timeline">
    {entries.map((entry) => (
      <li key={`${entry.kind}-${entry.entryId}`} className={`at-${entry.kind}`}>
        <Entry entry={entry} />
      </li>
    ))}
  </ol>
)

/** What happened, what was said about it, when and by whom. */
export const Entry = ({ entry }: { entry: TimelineEntry }): ReactElement => {
  const name = useLabel()
  return (
    <div className="contact">
      <div className="row wrap">
        <span
          className={entry.kind === 'contact' ? `strong outcome-text outcome-${entry.details['result']}` : undefined}
        >
          {name(entry.title)}
        </span>
        <Facts entry={entry} />
      </div>
      {entry.text ? <p className="contact-note">{entry.text}</p> : null}
      <p className="small muted">
        <DateText value={entry.at} withTime />
        {entry.actor ? ` · ${entry.actor}` : ''}
      </p>
    </div>
  )
}

/** What the title does not say: over which channel, in which pool, worth how much, until when. */
const Facts = ({ entry: { kind, details } }: { entry: TimelineEntry }): ReactElement | null => {
  const { t } = useTranslation()
  switch (kind) {
    case 'contact':
    case 'visit':
    case 'message':
    case 'consent':
      return <ChannelFact channel={details['channel']} isInbound={details['direction'] === 'inbound'} />
    case 'task': {
      const { outcome } = details
      if (outcome === 'cancelled' || outcome === 'stopped') return <span className="chip">{t(`task.${outcome}`)}</span>
      const pool = pools.find((each) => each === details['pool'])
      return pool ? <PoolTag pool={pool} /> : null
    }
    case 'moment':
      return typeof details['valueMinor'] === 'number' && details['valueMinor'] !== 0 ? (
        <Money minor={details['valueMinor']} />
      ) : null
    case 'case':
      return <DayFact text="cases.dueOn" day={details['dueOn']} />
    case 'benefit':
      return <DayFact text="benefits.until" day={details['expiresOn']} />
    case 'level':
    case 'ownership':
      return null
  }
}

type Fact = TimelineEntry['details'][string] | undefined

const ChannelFact = ({ channel, isInbound }: { channel: Fact; isInbound: boolean }): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels } = useCatalogue()
  const facts = [
    typeof channel === 'string' ? labelOf(channels, channel, name) : '',
    isInbound ? t('contact.inbound') : '',
  ].filter((fact) => fact !== '')
  return facts.length === 0 ? null : <span className="small muted">{facts.join(' · ')}</span>
}

const DayFact = ({ text, day }: { text: 'cases.dueOn' | 'benefits.until'; day: Fact }): ReactElement | null => {
  const { t } = useTranslation()
  if (typeof day !== 'string') return null
  return (
    <span className="small muted">
      {t(text)} <DateText value={day} />
    </span>
  )
}
