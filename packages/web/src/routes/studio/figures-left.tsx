import { Link } from '@tanstack/react-router'
import type { PackVersionDetail, StudioDefinition, StudioPack } from '@tend/contract'
import { type ReactElement, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert } from '../../ui/antd.ts'
import { figuresLeftBehind } from './definition-links.ts'

type Props = {
  readonly definition: StudioDefinition
  readonly text: string
  readonly draft: PackVersionDetail
  readonly pack: StudioPack
}

/** Says where a figure that is changed here is still written. */
export const FiguresLeft = ({ definition, text, draft, pack }: Props): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const left = useMemo(() => {
    const change = draft.diff.find(({ kind, id }) => kind === definition.kind && id === definition.id)
    const others = pack.definitions.filter(({ kind, id }) => kind !== definition.kind || id !== definition.id)
    return figuresLeftBehind(change?.before ?? definition.yaml, text, others)
  }, [definition, text, draft, pack])
  if (left.length === 0) return null
  return (
    <Alert
      type="info"
      showIcon
      title={
        <ul className="stack tight">
          {left.map(({ figure, definitions }) => (
            <li key={figure}>
              {t('studio.sameFigure', { figure: formatNumber(figure, language) })}{' '}
              {definitions.map(({ kind, id, label }) => (
                <Link
                  key={`${kind}/${id}`}
                  className="figure-link"
                  to="/studio/definitions/$kind/$definitionId"
                  params={{ kind, definitionId: id }}
                  search={{ version: draft.version }}
                >
                  {name(label)}
                </Link>
              ))}
            </li>
          ))}
        </ul>
      }
    />
  )
}
