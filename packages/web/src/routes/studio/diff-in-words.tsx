import { Link } from '@tanstack/react-router'
import type { PackVersionDetail } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { EmptyState } from '../../ui/states.tsx'

/** Every definition that differs, a sentence a change, with the texts before and after for who wants them. */
export const DiffInWords = ({ detail }: { detail: PackVersionDetail }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  if (detail.diff.length === 0)
    return (
      <div className="card">
        <EmptyState
          compact
          title={t('version.noChanges')}
          action={
            detail.may.edit ? (
              <Link to="/studio" search={{ version: detail.version }}>
                {t('studio.catalogue')}
              </Link>
            ) : undefined
          }
        />
      </div>
    )
  return (
    <ul className="stack tight" aria-label={t('version.difference')}>
      {detail.diff.map((change) => (
        <li key={`${change.kind}/${change.id}`} className="card diff">
          <div className="row wrap">
            {change.change === 'removed' ? (
              <strong>{name(change.label)}</strong>
            ) : (
              <Link
                className="strong"
                to="/studio/definitions/$kind/$definitionId"
                params={{ kind: change.kind, definitionId: change.id }}
                search={{ version: detail.version }}
              >
                {name(change.label)}
              </Link>
            )}
            <span className="chip">{t(`studio.kind.${change.kind}`)}</span>
            <span className={change.change === 'removed' ? 'chip chip-bad' : 'chip chip-info'}>
              {t(`studio.change.${change.change}`)}
            </span>
          </div>
          <ul className="diff-words">
            {change.words.map((words) => (
              <li key={words.en}>{name(words)}</li>
            ))}
          </ul>
          <details>
            <summary className="small muted">{t('version.yamlShow')}</summary>
            <div className="grid-2 diff-texts">
              <Text title={t('version.yamlBefore')} text={change.before} />
              <Text title={t('version.yamlAfter')} text={change.after} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}

const Text = ({ title, text }: { title: string; text: string | null }): ReactElement => (
  <figure>
    <figcaption className="small muted">{title}</figcaption>
    <ScrollRegion label={title} className="yaml">
      <pre>{text ?? '–'}</pre>
    </ScrollRegion>
  </figure>
)
