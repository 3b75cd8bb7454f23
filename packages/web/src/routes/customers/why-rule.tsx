import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import type { Why } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { FieldCell } from '../../catalogue/cell.tsx'
import { ruleInWords } from '../../catalogue/rule-words.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'

type RuleProps = { readonly rule: string | null; readonly terms: Why['terms'] }

export const Rule = ({ title, rule, terms }: RuleProps & { title: string }): ReactElement | null =>
  rule === null && terms.length === 0 ? null : (
    <section className="stack tight">
      <h3 className="section-title">{title}</h3>
      <Comparisons rule={rule} terms={terms} />
    </section>
  )

/** The comparisons of a rule with what they read, and the rule whole where it is more than one of them. */
export const Comparisons = ({ rule, terms }: RuleProps): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const catalogue = useCatalogue()
  return (
    <>
      <ul className="rule-terms">
        {terms.map((term) => (
          <li key={term.text}>
            {term.isTrue ? (
              <CheckCircleFilled className="yes" aria-label={t('why.holds')} />
            ) : (
              <CloseCircleFilled className="no" aria-label={t('why.fails')} />
            )}
            <div>
              <TermValues values={term.values} />
              <span className="strong" title={term.text}>
                {ruleInWords(term.text, catalogue, language)}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {rule !== null && (terms.length !== 1 || terms[0]?.text !== rule) ? (
        <p className="rule" title={rule}>
          {ruleInWords(rule, catalogue, language)}
        </p>
      ) : null}
    </>
  )
}

const TermValues = ({ values }: { values: Why['values'] }): ReactElement => {
  const name = useLabel()
  return (
    <>
      {values.map(({ id, label, unit, value }) => (
        <span key={id} className="row between">
          <span>{name(label)}</span>
          <FieldCell id={id} unit={unit} value={value} />
        </span>
      ))}
    </>
  )
}
