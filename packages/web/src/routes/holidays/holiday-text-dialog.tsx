import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Input, Modal, Upload } from '../../ui/antd.ts'
import { useSaveHolidays } from './holidays.queries.ts'

/** A year pasted as text or read from a CSV file; what it comes to is shown first. */
export const HolidayTextDialog = ({ year, onClose }: { year: number; onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const preview = useSaveHolidays(year)
  const save = useSaveHolidays(year)
  const write = (next: string): void => {
    setText(next)
    preview.reset()
  }
  const seen = preview.data
  const isGood = seen !== undefined && seen.problems.length === 0
  const keep = (): void =>
    save.mutate(
      { text, preview: false },
      {
        onSuccess: () => {
          void message.success(t('holiday.saved'))
          onClose()
        },
      },
    )
  const failure = preview.error ?? save.error
  return (
    <Modal open title={t('holiday.pasteOf', { year })} onCancel={onClose} footer={null} width={680}>
      <div className="stack">
        <p className="muted">{t('holiday.pasteHint')}</p>
        <Input.TextArea
          aria-label={t('holiday.text')}
          className="cel"
          placeholder={`${year}-10-01..${year}-10-07 国庆节\n${year}-10-10 国庆节调休 上班`}
          autoSize={{ minRows: 6, maxRows: 16 }}
          value={text}
          onChange={({ target }) => write(target.value)}
        />
        <Upload
          accept=".csv,.txt,text/csv"
          showUploadList={false}
          beforeUpload={(file) => {
            void file.text().then(write)
            return false
          }}
        >
          <Button>{t('holiday.file')}</Button>
        </Upload>
        {failure ? <Alert role="alert" type="error" showIcon title={messageOf(failure, language)} /> : null}
        {seen ? <Preview seen={seen} /> : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            disabled={text.trim() === ''}
            loading={preview.isPending}
            onClick={() => preview.mutate({ text, preview: true })}
          >
            {t('holiday.check')}
          </Button>
          <Button type="primary" disabled={!isGood} loading={save.isPending} onClick={keep}>
            {t('holiday.replace')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

type Seen = NonNullable<ReturnType<typeof useSaveHolidays>['data']>

const Preview = ({ seen }: { seen: Seen }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  if (seen.problems.length > 0)
    return (
      <ul className="mistakes" role="alert">
        {seen.problems.map(({ line, text, problem }) => (
          <li key={line}>
            {t('holiday.line', { line })} <code>{text}</code> {name(problem)}
          </li>
        ))}
      </ul>
    )
  return (
    <div role="status" className="stack tight">
      <p>{t('holiday.difference', { days: seen.items.length, added: seen.added, removed: seen.removed })}</p>
      <ul className="value-list short-list">
        {seen.items.map(({ day, name: holidayName, isWorking }) => (
          <li key={day}>
            <span className="figure">{day}</span>
            <span className="grow">{holidayName}</span>
            <span className={isWorking ? 'chip chip-warn' : 'chip chip-good'}>
              {t(isWorking ? 'holiday.working' : 'holiday.off')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
