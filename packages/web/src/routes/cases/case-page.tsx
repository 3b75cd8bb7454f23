import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { CareCase } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { Loaded, PageFrame } from '../../page/page-frame.tsx'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { CaseStateChip } from './case-state.tsx'
import { CaseSteps } from './case-steps.tsx'
import { caseQueries } from './cases.queries.ts'

/** A case with every step, and the next ones that its reader may take. */
export const CasePage = (): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { caseId } = useParams({ from: '/in/cases/$caseId' })
  const query = useQuery(caseQueries.one(caseId))
  const one = query.data
  return (
    <PageFrame
      title={one ? name(one.label) : t('case.one')}
      lead={one ? <CaseStateChip of={one} /> : null}
      actions={<Link to="/cases">{t('case.back')}</Link>}
    >
      <Loaded of={query}>
        {() =>
          one ? (
            <div className="customer-columns">
              <div className="stack">
                <Panel title={t('case.text')}>
                  <p className="reason-sentence">{name(one.text)}</p>
                  {one.answer ? (
                    <p>
                      <span className="muted">{t('case.answered')}：</span>
                      {one.answer}
                    </p>
                  ) : null}
                  {one.explanation ? (
                    <p>
                      <span className="muted">{t('case.explained')}：</span>
                      {one.explanation}
                    </p>
                  ) : null}
                </Panel>
                <CaseSteps one={one} />
              </div>
              <Facts one={one} />
            </div>
          ) : null
        }
      </Loaded>
    </PageFrame>
  )
}

const Facts = ({ one }: { one: CareCase }): ReactElement => {
  const { t } = useTranslation()
  return (
    <Panel title={t('case.facts')}>
      <dl className="facts">
        <div>
          <dt>{t('nav.customer')}</dt>
          <dd>
            <Link to="/customers/$customerId" params={{ customerId: one.customer.customerId }}>
              {one.customer.name ?? one.customer.customerId}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t('customer.unit')}</dt>
          <dd>{one.unit.name}</dd>
        </div>
        <div>
          <dt>{t('case.assignee')}</dt>
          <dd>{one.assignee?.name ?? t(`case.route.${one.route}`)}</dd>
        </div>
        <div>
          <dt>{t('case.dueOn')}</dt>
          <dd>
            <DateText value={one.dueOn} />
          </dd>
        </div>
        <div>
          <dt>{t('case.receivedAt')}</dt>
          <dd>
            <DateText value={one.receivedAt} withTime />
          </dd>
        </div>
        <div>
          <dt>{t('case.source')}</dt>
          <dd>{t(`case.sourceOf.${one.source}`)}</dd>
        </div>
        {one.referrer ? (
          <div>
            <dt>{t('case.referrer')}</dt>
            <dd>{one.referrer.name}</dd>
          </div>
        ) : null}
        {one.referrerCustomerId ? (
          <div>
            <dt>{t('case.referrer')}</dt>
            <dd>
              <Link to="/customers/$customerId" params={{ customerId: one.referrerCustomerId }}>
                {one.referrerCustomerId}
              </Link>
            </dd>
          </div>
        ) : null}
        {one.outcome ? (
          <div>
            <dt>{t('case.outcome')}</dt>
            <dd>{t(`case.outcomeOf.${one.outcome}`)}</dd>
          </div>
        ) : null}
      </dl>
    </Panel>
  )
}
