import type { StudioDefinition } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

const variants = [
  'calendar',
  'change',
  'derived',
  'expiry',
  'fact',
  'group_rate',
  'ladder',
  'list',
  'matrix',
  'measure',
  'model',
  'population',
  'purchases',
  'rank',
  'rules',
  'scorecard',
  'segments',
  'stage',
  'threshold',
] as const

/** Variant of a scheme, kind of a moment, an indicator or a model. */
export const VariantName = ({ variant }: { variant: string | null }): ReactElement | null => {
  const { t } = useTranslation()
  if (variant === null) return null
  const known = variants.find((each) => each === variant)
  return <span className="chip">{known ? t(`studio.variant.${known}`) : variant}</span>
}

export const DefinitionBadges = ({ definition }: { definition: StudioDefinition }): ReactElement => {
  const { t } = useTranslation()
  return (
    <>
      {definition.change ? <span className="chip chip-info">{t(`studio.change.${definition.change}`)}</span> : null}
      {definition.assumed ? <span className="chip chip-warn">{t('studio.assumed')}</span> : null}
    </>
  )
}
