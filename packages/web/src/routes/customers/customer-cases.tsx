import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CaseSummary } from '@tend/contract'
import { type ComponentRef, type ReactElement, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Input } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { careQueries } from './care.queries.ts'
import { OpinionButtons } from './opinion-buttons.tsx'

/** What the customer said and is owed an answer to; a new one is a sentence and a click. */
export const CustomerCases = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(careQueries.cases(customerId, 'all'))
  const [said, setSaid] = useState('')
  const words = useRef<ComponentRef<typeof Input.TextArea>>(null)
  return (
    <Panel title={t('cases.title')} flush>
      <div className="case-add stack tight">
        <Input.TextArea
          ref={words}
          aria-label={t('cases.what')}
          placeholder={t('cases.addHint')}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={2000}
          value={said}
          onChange={(event) => setSaid(event.target.value)}
        />
        <OpinionButtons
          customerId={customerId}
          text={said}
          onEmpty={() => words.current?.focus()}
          onOpened={() => setSaid('')}
        />
      </div>
      <Loaded of={query} rows={3}>
        {() =>
          query.data?.items.length === 0 ? (
            <EmptyState compact title={t('cases.none')} />
          ) : (
            <ul className="lines">
              {query.data?.items.map((each) => (
                <CaseLine key={each.caseId} of={each} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  )
}

const CaseLine = ({ of }: { of: CaseSummary }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const isOver = of.state === 'closed' || of.state === 'declined'
  return (
    <li className={isOver ? 'past' : undefined}>
      <span className="row wrap between">
        <span className="row">
          <Link to="/cases/$caseId" params={{ caseId: of.caseId }}>
            {name(of.label)}
          </Link>
          <span className={of.isLate ? 'chip chip-bad' : 'chip'}>{t(`cases.state.${of.state}`)}</span>
        </span>
        <span className={of.isLate ? 'small bad' : 'small muted'}>
          {t('cases.dueOn')} <DateText value={of.dueOn} />
        </span>
      </span>
      <p>{name(of.text)}</p>
      {of.assignee ? <p className="small muted">{t('cases.who', { name: of.assignee.name })}</p> : null}
    </li>
  )
}
