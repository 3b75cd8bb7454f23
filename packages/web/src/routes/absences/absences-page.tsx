import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { PageFrame } from '../../page/page-frame.tsx'
import { useMe } from '../session/use-me.ts'
import { Absences } from './absences.tsx'

/** One's own leave and the colleagues whom one stands in for; supervisors see their people's. */
export const AbsencesPage = (): ReactElement => {
  const { t } = useTranslation()
  return (
    <PageFrame title={t('absence.title')}>
      <Absences mayManage={useMe().permissions.includes('absences.manage')} />
    </PageFrame>
  )
}
