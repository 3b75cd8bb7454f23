import type { Customer } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findScheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { Cell } from '../../catalogue/cell.tsx'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Button, Drawer } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { LevelByHand } from './level-by-hand.tsx'
import { WhyPanel } from './why-panel.tsx'

/** Where the customer stands in every scheme, since when, how far the next level is (S173), and why. */
export const Classes = ({ customer }: { customer: Customer }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const [asked, setAsked] = useState<string>()
  const askedScheme = asked === undefined ? undefined : findScheme(catalogue, asked)
  return (
    <Panel title={t('customer.classes')} flush>
      <ul className="classes">
        {customer.classes.filter(isClassed).map((standing) => (
          <ClassRow key={standing.scheme} standing={standing} onWhy={() => setAsked(standing.scheme)} />
        ))}
      </ul>
      <Drawer
        open={askedScheme !== undefined}
        onClose={() => setAsked(undefined)}
        title={askedScheme ? t('why.title', { scheme: name(askedScheme.label) }) : ''}
        size={480}
      >
        {askedScheme ? (
          <div className="stack">
            {askedScheme.manual ? <LevelByHand customerId={customer.customerId} scheme={askedScheme} /> : null}
            <WhyPanel customerId={customer.customerId} scheme={askedScheme.id} />
          </div>
        ) : null}
      </Drawer>
    </Panel>
  )
}

/** A scheme for others (companies, who is on a list) says nothing of this customer. */
const isClassed = ({ level, before }: Customer['classes'][number]): boolean => level !== null || before !== null

type RowProps = { readonly standing: Customer['classes'][number]; readonly onWhy: () => void }

const ClassRow = ({ standing, onWhy }: RowProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const scheme = findScheme(useCatalogue(), standing.scheme)
  const schemeName = scheme ? name(scheme.label) : standing.scheme
  return (
    <li>
      <div className="class-name">
        <span className="small muted">{schemeName}</span>
        <SchemeLevel scheme={standing.scheme} level={standing.level} />
      </div>
      <div className="class-dates small muted">
        {standing.since ? (
          <span>
            {t('class.since')} <DateText value={standing.since} />
          </span>
        ) : null}
        {standing.until ? (
          <span>
            {t('class.until')} <DateText value={standing.until} />
          </span>
        ) : null}
        {standing.before && standing.before !== standing.level ? (
          <span className="row" style={{ gap: 4 }}>
            {t('class.before')} <SchemeLevel scheme={standing.scheme} level={standing.before} />
          </span>
        ) : null}
      </div>
      <div className="class-gap">
        {standing.nextLevel && standing.gap ? (
          <>
            <span className="small muted row" style={{ gap: 4 }}>
              {t('class.toNext')} <SchemeLevel scheme={standing.scheme} level={standing.nextLevel} />
            </span>
            <span className="strong">
              <Cell unit={standing.gap.unit} value={standing.gap.value} />
            </span>
          </>
        ) : null}
      </div>
      <Button size="small" aria-label={t('why.ask', { scheme: schemeName })} onClick={onWhy}>
        {t('why.button')}
      </Button>
    </li>
  )
}
