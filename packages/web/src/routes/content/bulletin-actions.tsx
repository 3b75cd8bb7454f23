import type { Bulletin } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { App, Button, Popconfirm } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { useDecideBulletin } from './content.queries.ts'

/** Approve, reject with a reason, withdraw or write anew: whatever this reader may. */
export const BulletinActions = ({
  bulletin,
  onRewrite,
}: {
  bulletin: Bulletin
  onRewrite: () => void
}): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [isRejecting, setRejecting] = useState(false)
  const decide = useDecideBulletin(bulletin.bulletinId)
  const { may } = bulletin
  if (may.length === 0) return null
  const send = (decision: 'approve' | 'reject' | 'withdraw', reason?: string): void =>
    decide.mutate(
      { decision, ...(reason ? { reason } : {}) },
      {
        onSuccess: () => {
          void message.success(t(`bulletin.done.${decision}`))
          setRejecting(false)
        },
        onError: (error) => (decision === 'reject' ? undefined : void message.error(messageOf(error, language))),
      },
    )
  return (
    <span className="row wrap">
      {may.includes('rewrite') ? (
        <Button size="small" onClick={onRewrite}>
          {t('bulletin.rewrite')}
        </Button>
      ) : null}
      {may.includes('withdraw') ? (
        <Popconfirm title={t('bulletin.withdrawSure')} onConfirm={() => send('withdraw')}>
          <Button size="small">{t('bulletin.withdraw')}</Button>
        </Popconfirm>
      ) : null}
      {may.includes('reject') ? (
        <Button size="small" onClick={() => setRejecting(true)}>
          {t('bulletin.reject')}
        </Button>
      ) : null}
      {may.includes('approve') ? (
        <Popconfirm
          title={t('bulletin.approveSure', { count: bulletin.subscribers })}
          onConfirm={() => send('approve')}
        >
          <Button size="small" type="primary" loading={decide.isPending}>
            {t('bulletin.approve')}
          </Button>
        </Popconfirm>
      ) : null}
      <AskDialog
        title={t('bulletin.reject')}
        isOpen={isRejecting}
        isBusy={decide.isPending}
        error={decide.error}
        onClose={() => setRejecting(false)}
        onReason={(reason) => send('reject', reason)}
      />
    </span>
  )
}
