import { useQuery } from '@tanstack/react-query'
import type { ConsentStanding, Consents, Verdict } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Button } from '../../ui/antd.ts'
import { Day } from '../../ui/figures.tsx'
import { careQueries } from './care.queries.ts'

type OnRecord = (channel: string | null, state: 'given' | 'withdrawn') => void

type Props = {
  readonly customerId: string
  readonly consents: Consents
  readonly purpose: Consents['purposes'][number]
  readonly isBusy: boolean
  readonly onRecord: OnRecord
}

/** A row a channel: what was said, whether a contact is allowed at this moment, and the two words. */
export const ConsentRows = ({ customerId, consents, purpose, isBusy, onRecord }: Props): ReactElement => {
  const { t } = useTranslation()
  const now = useQuery(careQueries.mayContact(customerId))
  const mine = consents.standing.filter((each) => each.purpose === purpose.id)
  const mayRecord = consents.may.record
  return (
    <ul className="consent-rows">
      {mayRecord ? (
        <li>
          <span className="strong">{t('consent.allChannels')}</span>
          <span />
          <span />
          <Words name={t('consent.allChannels')} isBusy={isBusy} onSay={(state) => onRecord(null, state)} />
        </li>
      ) : null}
      {mine.map((standing) => (
        <ConsentRow
          key={standing.channel}
          standing={standing}
          verdict={
            now.data?.items.find((each) => each.purpose === purpose.id && each.channel === standing.channel)?.verdict
          }
          mayRecord={mayRecord}
          isBusy={isBusy}
          onRecord={onRecord}
        />
      ))}
    </ul>
  )
}

type RowProps = {
  readonly standing: ConsentStanding
  readonly verdict: Verdict | undefined
  readonly mayRecord: boolean
  readonly isBusy: boolean
  readonly onRecord: OnRecord
}

const toneOf = { given: 'chip-good', withdrawn: 'chip-bad', unknown: '' } as const

const ConsentRow = ({ standing, verdict, mayRecord, isBusy, onRecord }: RowProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels } = useCatalogue()
  const channel = labelOf(channels, standing.channel, name)
  return (
    <li>
      <span>{channel}</span>
      <span className="row wrap">
        <span className={`chip ${toneOf[standing.state]}`}>{t(`consent.${standing.state}`)}</span>
        {standing.at ? (
          <span className="small muted">
            <Day of={standing.at} />
          </span>
        ) : null}
      </span>
      <span className={verdict?.isAllowed ? 'small yes' : 'small muted'} title={verdict && name(verdict.sentence)}>
        {verdict ? t(verdict.code ? `today.code.${verdict.code}` : 'consent.allowedNow') : null}
      </span>
      {mayRecord ? (
        <Words
          name={channel}
          said={standing.state}
          isBusy={isBusy}
          onSay={(state) => onRecord(standing.channel, state)}
        />
      ) : (
        <span />
      )}
    </li>
  )
}

type WordsProps = {
  readonly name: string
  readonly said?: ConsentStanding['state']
  readonly isBusy: boolean
  readonly onSay: (state: 'given' | 'withdrawn') => void
}

/** Two buttons of one size: neither word is harder to say than the other. */
const Words = ({ name, said, isBusy, onSay }: WordsProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <span className="row consent-words">
      <Button
        size="small"
        disabled={isBusy || said === 'given'}
        aria-label={`${t('consent.give')} · ${name}`}
        onClick={() => onSay('given')}
      >
        {t('consent.give')}
      </Button>
      <Button
        size="small"
        disabled={isBusy || said === 'withdrawn'}
        aria-label={`${t('consent.withdraw')} · ${name}`}
        onClick={() => onSay('withdrawn')}
      >
        {t('consent.withdraw')}
      </Button>
    </span>
  )
}
