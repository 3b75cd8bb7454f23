import type { Absence } from '@tend/contract'
import dayjs from 'dayjs'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { App, Button, DatePicker, Modal } from '../../ui/antd.ts'
import { useEndAbsence } from './absences.queries.ts'

/** A leave that has not begun is taken back whole; one that goes on ends on the day that is chosen. */
export const EndAbsenceButton = ({ absence }: { absence: Absence }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  const [lastDay, setLastDay] = useState(dayjs())
  const end = useEndAbsence(absence.absenceId)
  const isBegun = absence.state === 'current'
  const confirm = (): void =>
    end.mutate(isBegun ? { lastDay: lastDay.format('YYYY-MM-DD') } : {}, {
      onSuccess: () => {
        void message.success(t('absence.ended'))
        setOpen(false)
      },
      onError: (error) => void message.error(messageOf(error, language)),
    })
  const title = t(isBegun ? 'absence.endEarly' : 'absence.takeBack')
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {title}
      </Button>
      <Modal
        open={isOpen}
        title={`${title} · ${absence.staff.name}`}
        okText={title}
        cancelText={t('action.cancel')}
        confirmLoading={end.isPending}
        onCancel={() => setOpen(false)}
        onOk={confirm}
      >
        {isBegun ? (
          <span className="row">
            {t('absence.lastDay')}
            <DatePicker
              aria-label={t('absence.lastDay')}
              allowClear={false}
              value={lastDay}
              minDate={dayjs(absence.fromDay)}
              maxDate={dayjs(absence.toDay)}
              onChange={(day) => setLastDay(day ?? dayjs())}
            />
          </span>
        ) : (
          <p>{t('absence.takeBackHint')}</p>
        )}
      </Modal>
    </>
  )
}
