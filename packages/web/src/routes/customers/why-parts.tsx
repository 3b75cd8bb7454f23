import type { Why, WhyAxis, WhyTag } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Cell } from '../../catalogue/cell.tsx'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { DateText } from '../../ui/figures.tsx'
import { Comparisons } from './why-rule.tsx'

/** Whose word the level is. */
export const Word = ({ word }: { word: NonNullable<Why['manual']> }): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="stack tight">
      <h3 className="section-title">{t('why.byHand')}</h3>
      <dl className="value-list">
        {word.decidedBy === null ? null : (
          <div>
            <dt>{t('why.decidedBy')}</dt>
            <dd>{word.decidedBy}</dd>
          </div>
        )}
        {word.until === null ? null : (
          <div>
            <dt>{t('why.countsUntil')}</dt>
            <dd>
              <DateText value={word.until} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t('why.reason')}</dt>
          <dd>{word.reason}</dd>
        </div>
      </dl>
    </section>
  )
}

/** Where the customer lies on both axes of a table: the value, the line, the side. */
export const Axes = ({ axes }: { axes: readonly WhyAxis[] }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <section className="stack tight">
      <h3 className="section-title">{t('why.axes')}</h3>
      <ul className="rule-terms whole">
        {axes.map(({ axis, label, unit, value, cut, side }) => (
          <li key={axis}>
            <div>
              <span className="row between">
                <span>{name(label)}</span>
                <Cell unit={unit} value={value} moneyStyle="exact" />
              </span>
              {cut === null || side === null ? null : (
                <span className="row between">
                  <span className="small muted">
                    {t('why.line')} <Cell unit={unit} value={cut} moneyStyle="exact" />
                  </span>
                  <span className="chip chip-info">{t(`why.side.${side}`)}</span>
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

type TagsProps = { readonly scheme: string; readonly tags: readonly WhyTag[] }

/** The tags that the customer carries with their conditions; the others on request. */
export const Tags = ({ scheme, tags }: TagsProps): ReactElement => {
  const { t } = useTranslation()
  const others = tags.filter(({ isHeld }) => !isHeld)
  return (
    <section className="stack tight">
      <h3 className="section-title">{t('why.tags')}</h3>
      {tags.some(({ isHeld }) => isHeld) ? (
        tags.filter(({ isHeld }) => isHeld).map((tag) => <Tag key={tag.level} scheme={scheme} tag={tag} />)
      ) : (
        <p className="muted">{t('why.noTags')}</p>
      )}
      {others.length === 0 ? null : (
        <details>
          <summary className="eyebrow">{t('why.otherTags', { count: others.length })}</summary>
          <div className="stack tight">
            {others.map((tag) => (
              <Tag key={tag.level} scheme={scheme} tag={tag} />
            ))}
          </div>
        </details>
      )}
    </section>
  )
}

const Tag = ({ scheme, tag }: { scheme: string; tag: WhyTag }): ReactElement => (
  <div className="stack tight">
    <h4>
      <SchemeLevel scheme={scheme} level={tag.level} />
    </h4>
    <Comparisons rule={tag.rule} terms={tag.terms} />
  </div>
)
