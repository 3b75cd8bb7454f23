import type { PackVersion } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

const looks: Readonly<Record<PackVersion['state'], string>> = {
  draft: 'chip',
  submitted: 'chip chip-warn',
  published: 'chip',
  rejected: 'chip chip-bad',
  withdrawn: 'chip',
}

export const VersionState = ({ version }: { version: PackVersion }): ReactElement => {
  const { t } = useTranslation()
  return version.isInForce ? (
    <span className="chip chip-good">{t('version.inForce')}</span>
  ) : (
    <span className={looks[version.state]}>{t(`version.state.${version.state}`)}</span>
  )
}
