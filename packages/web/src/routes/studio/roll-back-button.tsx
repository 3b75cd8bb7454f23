import { RollbackOutlined } from '@ant-design/icons'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { App, Button } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { useRollBack } from './studio.queries.ts'

/** Puts an earlier version in force again; 0 is the shipped pack. */
export const RollBackButton = ({ version }: { version: number }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  const rollBack = useRollBack(version)
  const title = version === 0 ? t('version.rollBackShipped') : t('version.rollBack')
  const confirm = async (reason: string): Promise<void> => {
    try {
      await rollBack.mutateAsync(reason)
      setOpen(false)
      void message.success(t('version.rolledBack'))
    } catch (error) {
      void message.error(messageOf(error, language))
    }
  }
  return (
    <>
      <Button size="small" icon={<RollbackOutlined />} onClick={() => setOpen(true)}>
        {title}
      </Button>
      <AskDialog
        title={title}
        hint={t('version.rollBackConfirm')}
        isOpen={isOpen}
        isBusy={rollBack.isPending}
        onClose={() => setOpen(false)}
        onReason={(reason) => void confirm(reason)}
      />
    </>
  )
}
