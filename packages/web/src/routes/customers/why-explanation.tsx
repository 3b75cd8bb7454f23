import type { Why } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Cell, FieldCell } from '../../catalogue/cell.tsx'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { DateText, Percent } from '../../ui/figures.tsx'
import { Axes, Tags, Word } from './why-parts.tsx'
import { Rule } from './why-rule.tsx'

/** The decision in a sentence, the comparisons that made it with the values they read, and what is missing to the next level. */
export const Explanation = ({ why }: { why: Why }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <div className="stack">
      <div className="reason">
        <SchemeLevel scheme={why.scheme} level={why.level} />
        <p className="reason-sentence">{name(why.sentence)}</p>
        <p className="small muted">
          {t('freshness.asOf')} <DateText value={why.asOf} />
          {why.since ? (
            <>
              {' · '}
              {t('class.since')} <DateText value={why.since} />
            </>
          ) : null}
          {why.until ? (
            <>
              {' · '}
              {t('class.until')} <DateText value={why.until} />
            </>
          ) : null}
        </p>
      </div>
      {why.values.length > 0 ? <Values title={t('why.values')} values={why.values} /> : null}
      {why.manual ? <Word word={why.manual} /> : null}
      {why.axes.length > 0 ? <Axes axes={why.axes} /> : null}
      <Rule title={t('why.rule')} rule={why.rule} terms={why.terms} />
      {why.tags.length > 0 ? <Tags scheme={why.scheme} tags={why.tags} /> : null}
      {why.cut === null ? null : (
        <p>
          {t('why.cut')} <Percent ratio={why.cut} />
        </p>
      )}
      {why.margin ? (
        <p>
          {why.margin.value < 0 ? t('why.marginGone') : t('why.margin')}{' '}
          <strong>
            <Cell unit={why.margin.unit} value={Math.abs(why.margin.value)} moneyStyle="exact" />
          </strong>{' '}
          {why.margin.value < 0 ? null : t('why.marginEnd')}
        </p>
      ) : null}
      {why.next ? (
        <section className="stack tight">
          <h3 className="section-title row">
            {t('why.next')} <SchemeLevel scheme={why.scheme} level={why.next.level} />
          </h3>
          {why.next.gap ? (
            <p>
              {t('why.missing')}{' '}
              <strong>
                <Cell unit={why.next.gap.unit} value={why.next.gap.value} moneyStyle="exact" />
              </strong>
            </p>
          ) : null}
          <Rule title={t('why.nextRule')} rule={why.next.rule} terms={why.next.terms} />
        </section>
      ) : null}
      <p className="small muted">
        {why.source ? t('why.source', { source: why.source }) : null}{' '}
        {why.assumed ? <span className="chip chip-warn">{t('why.assumed')}</span> : null}{' '}
        {t('why.pack', { hash: why.packHash.slice(0, 10) })}
      </p>
    </div>
  )
}

const Values = ({ title, values }: { title: string; values: Why['values'] }): ReactElement => {
  const name = useLabel()
  return (
    <section className="stack tight">
      <h3 className="section-title">{title}</h3>
      <dl className="value-list">
        {values.map(({ id, label, unit, value }) => (
          <div key={id}>
            <dt>{name(label)}</dt>
            <dd>
              <FieldCell id={id} unit={unit} value={value} moneyStyle="exact" />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
