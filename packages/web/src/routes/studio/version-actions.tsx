import { useNavigate } from '@tanstack/react-router'
import type { PackVersionDetail } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { App, Button, Popconfirm, Tooltip } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { useMe } from '../session/use-me.ts'
import { RollBackButton } from './roll-back-button.tsx'
import { useApprove, useRebase, useReject, useSubmit, useWithdraw } from './studio.queries.ts'

/** What this person may do with the version as it stands; who made it is told why they may not check it. */
export const VersionActions = ({ detail }: { detail: PackVersionDetail }): ReactElement => {
  const { t } = useTranslation()
  const { permissions, userId } = useMe()
  const navigate = useNavigate()
  const { run, isBusy } = useRunning()
  const submit = useSubmit(detail.version)
  const withdraw = useWithdraw(detail.version)
  const rebase = useRebase(detail.version)
  const { may } = detail
  const isOwn = detail.createdBy.userId === userId
  return (
    <div className="row wrap">
      {may.rollBack ? <RollBackButton version={detail.version} /> : null}
      {may.withdraw ? (
        <Popconfirm
          title={t('version.withdrawConfirm')}
          onConfirm={() => run(withdraw.mutateAsync(undefined), t('version.withdrawn'))}
        >
          <Button>{t('version.withdraw')}</Button>
        </Popconfirm>
      ) : null}
      {may.edit && detail.isBehind ? (
        <Button loading={isBusy} onClick={() => void run(rebase.mutateAsync(undefined), t('version.rebased'))}>
          {t('version.rebase')}
        </Button>
      ) : null}
      {may.edit ? (
        <Button onClick={() => void navigate({ to: '/studio', search: { version: detail.version } })}>
          {t('studio.edit')}
        </Button>
      ) : null}
      {may.submit ? (
        <Popconfirm
          title={t('version.submitConfirm')}
          onConfirm={() => run(submit.mutateAsync(undefined), t('version.submitted'))}
        >
          <Button type="primary" loading={isBusy}>
            {t('version.submit')}
          </Button>
        </Popconfirm>
      ) : null}
      {detail.state === 'submitted' && isOwn && !permissions.includes('studio.approve') ? (
        <span className="muted">{t('version.waiting')}</span>
      ) : null}
      {detail.state === 'submitted' && permissions.includes('studio.approve') ? (
        <Decision detail={detail} isOwn={isOwn} />
      ) : null}
    </div>
  )
}

const Decision = ({ detail, isOwn }: { detail: PackVersionDetail; isOwn: boolean }): ReactElement => {
  const { t } = useTranslation()
  const { run, isBusy } = useRunning()
  const [isRejecting, setRejecting] = useState(false)
  const approve = useApprove(detail.version)
  const reject = useReject(detail.version)
  const { hash, may } = detail
  const hindrance = isOwn ? t('version.makerIsChecker') : detail.isBehind ? t('version.behind') : ''
  return (
    <>
      {may.reject ? (
        <Button danger onClick={() => setRejecting(true)}>
          {t('version.reject')}
        </Button>
      ) : null}
      {hindrance ? <span className="small muted">{hindrance}</span> : null}
      <Tooltip title={hindrance}>
        <Popconfirm
          title={t('version.approveConfirm')}
          disabled={!may.approve || hash === null}
          onConfirm={() => (hash === null ? undefined : run(approve.mutateAsync(hash), t('version.approved')))}
        >
          <Button type="primary" loading={isBusy} disabled={!may.approve || hash === null}>
            {t('version.approve')}
          </Button>
        </Popconfirm>
      </Tooltip>
      <AskDialog
        title={t('version.reject')}
        isOpen={isRejecting}
        isBusy={reject.isPending}
        onClose={() => setRejecting(false)}
        onReason={(reason) =>
          void run(reject.mutateAsync(reason), t('version.rejected')).then(() => setRejecting(false))
        }
      />
    </>
  )
}

/** Waits for a command and tells how it ended. */
const useRunning = () => {
  const language = useLanguage()
  const { message } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const run = async (command: Promise<unknown>, done: string): Promise<void> => {
    setBusy(true)
    try {
      await command
      void message.success(done)
    } catch (error) {
      void message.error(messageOf(error, language))
    } finally {
      setBusy(false)
    }
  }
  return { run, isBusy }
}
