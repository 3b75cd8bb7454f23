import type { Catalogue, Customer } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findScheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { Cell } from '../../catalogue/cell.tsx'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Button, Drawer } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMe } from '../session/use-me.ts'
import { LevelByHand } from './level-by-hand.tsx'
import { WhyPanel } from './why-panel.tsx'

/** Where the customer stands in every scheme, since when, how far the next level is (S173), and why. */
export const Classes = ({ customer }: { customer: Customer }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const [asked, setAsked] = useState<string>()
  const mayDecide = useMe().permissions.includes('levels.override')
  const open = mayDecide ? customer.classes.filter((standing) => isOpenToDecision(catalogue, standing)) : []
  const askedScheme = asked === undefined ? undefined : findScheme(catalogue, asked)
  return (
    <Panel title={t('customer.classes')} flush>
      <ul className="classes">
        {customer.classes.filter(isClassed).map((standing) => (
          <ClassRow key={standing.scheme} standing={standing} onWhy={() => setAsked(standing.scheme)} />
        ))}
        {open.map((standing) => (
          <ClassRow key={standing.scheme} standing={standing} isOpen onWhy={() => setAsked(standing.scheme)} />
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

/** Nobody has a level there yet: who may give one by hand finds the scheme at the end of the list. */
const isOpenToDecision = (catalogue: Catalogue, standing: Customer['classes'][number]): boolean =>
  !isClassed(standing) && standing.isFor && findScheme(catalogue, standing.scheme)?.manual === true

type RowProps = {
  readonly standing: Customer['classes'][number]
  /** Without a level, open to a person's word. */
  readonly isOpen?: boolean
  readonly onWhy: () => void
}

const ClassRow = ({ standing, isOpen = false, onWhy }: RowProps): ReactElement => {
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
      <Button
        size="small"
        aria-label={isOpen ? t('byHand.title', { scheme: schemeName }) : t('why.ask', { scheme: schemeName })}
        onClick={onWhy}
      >
        {t(isOpen ? 'byHand.open' : 'why.button')}
      </Button>
    </li>
  )
}
