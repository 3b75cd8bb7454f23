import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Input, Segmented } from '../../ui/antd.ts'
import { AppointmentPicker } from '../../ui/appointment-picker.tsx'

const usualReasons = {
  success: ['done', 'selfService'],
  failure: ['declined', 'noNeed', 'otherBank', 'unreachable'],
} as const

type Props = {
  readonly result: 'success' | 'failure'
  readonly nextAt: string | undefined
  readonly reason: string
  readonly onNextAt: (instant: string | undefined) => void
  readonly onReason: (reason: string) => void
}

/** A dated next contact, or the reason for none (G48); the usual reasons are a touch away. */
export const NextContact = ({ result, nextAt, reason, onNextAt, onReason }: Props): ReactElement => {
  const { t } = useTranslation()
  const [isDated, setDated] = useState(nextAt !== undefined)
  return (
    <div className="row wrap">
      <span className="nowrap">{t('task.nextContact')}</span>
      <Segmented
        size="small"
        aria-label={t('task.nextContact')}
        value={isDated ? 'dated' : 'none'}
        options={[
          { value: 'none', label: t('task.noNext') },
          { value: 'dated', label: t('task.dated') },
        ]}
        onChange={(choice) => {
          setDated(choice === 'dated')
          onNextAt(undefined)
        }}
      />
      {isDated ? (
        <AppointmentPicker value={nextAt} onChange={onNextAt} />
      ) : (
        <>
          <Input
            size="small"
            className="no-next"
            aria-label={t('task.reasonForNone')}
            placeholder={t('task.reasonForNone')}
            maxLength={500}
            value={reason}
            onChange={(event) => onReason(event.target.value)}
          />
          {usualReasons[result].map((each) => (
            <Button key={each} size="small" onClick={() => onReason(t(`noNext.${each}`))}>
              {t(`noNext.${each}`)}
            </Button>
          ))}
        </>
      )}
    </div>
  )
}
