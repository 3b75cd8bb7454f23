import type { TimelineEntry } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { DateText, Money } from '../../ui/figures.tsx'
import { PoolTag, pools } from '../../ui/pool-tag.tsx'

export const Entries = ({ entries }: { entries: readonly TimelineEntry[] }): ReactElement => {
  const { t } = useTranslation()
  if (entries.length === 0) return <p className="muted small">{t('customer.noContacts')}</p>
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={entry.entryId} className={`at-${entry.kind}`}>
          <Entry entry={entry} />
        </li>
      ))}
    </ol>
  )
}

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

const Facts = ({ entry: { kind, details } }: { entry: TimelineEntry }): ReactElement | null => {
  const { t } = useTranslation()
  const pool = pools.find((each) => each === details['pool'])
  switch (kind) {
    case 'contact':
      return (
        <span className="small muted">
          {[
            typeof details['channel'] === 'string' ? t(`channel.${details['channel']}`, details['channel']) : '',
            details['direction'] === 'inbound' ? t('contact.inbound') : '',
          ]
            .filter((fact) => fact !== '')
            .join(' · ')}
        </span>
      )
    case 'task':
      return pool ? <PoolTag pool={pool} /> : null
    case 'moment':
      return typeof details['value'] === 'number' ? <Money minor={details['value']} /> : null
    case 'ownership':
      return null
  }
}
