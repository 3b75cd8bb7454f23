import { ClockCircleOutlined, PhoneOutlined, StopOutlined } from '@ant-design/icons'
import type { Task } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Key } from '../../ui/key.tsx'
import type { Stop } from './stop.ts'

/** The number to dial, or a stop over it. */
export const CallBox = ({ task, stop }: { task: Task; stop: Stop | undefined }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels } = useCatalogue()
  const { phone } = task.customer
  if (stop) return <StopBox stop={stop} />
  if (!task.isOpen || !phone || task.channel !== 'phone')
    return (
      <p className="call-box quiet">
        <span className="strong">{labelOf(channels, task.channel, name)}</span>
        {phone ? <PhoneNumber phone={phone} /> : <span className="muted">{t('desk.noPhone')}</span>}
      </p>
    )
  if (phone.includes('*'))
    return (
      <p className="call-box quiet">
        <span className="figure strong">{phone}</span>
        <span className="small muted">{t('desk.masked')}</span>
      </p>
    )
  return (
    <a className="call-box" id="dial" href={dialOf(phone)}>
      <PhoneOutlined aria-hidden="true" />
      <span className="grow">
        {t('desk.dial')} <span className="figure">{phone}</span>
      </span>
      <Key>c</Key>
    </a>
  )
}

const StopBox = ({ stop: { sentence, isOfTheHour } }: { stop: Stop }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <div className={isOfTheHour ? 'stop later' : 'stop'} role="alert">
      <p className="stop-title">
        {isOfTheHour ? <ClockCircleOutlined aria-hidden="true" /> : <StopOutlined aria-hidden="true" />}
        {t(isOfTheHour ? 'desk.notNow' : 'desk.stop')}
      </p>
      <p>{sentence ? name(sentence) : t('desk.stopJustNow')}</p>
    </div>
  )
}

const dialOf = (phone: string): string => `tel:${phone.replaceAll(/[^\d+]/g, '')}`

/** A clear number can be dialled with a touch; a masked one is only read. */
export const PhoneNumber = ({ phone }: { phone: string }): ReactElement =>
  phone.includes('*') ? (
    <span className="figure">{phone}</span>
  ) : (
    <a className="figure strong" href={dialOf(phone)}>
      {phone}
    </a>
  )
