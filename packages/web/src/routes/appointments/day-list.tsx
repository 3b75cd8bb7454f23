import { Link } from '@tanstack/react-router'
import type { Appointment } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { LevelTags } from '../../catalogue/level-tags.tsx'
import { formatInstant } from '../../format.ts'
import { useLabel } from '../../i18n/index.ts'
import { Button } from '../../ui/antd.ts'
import { useInstitution } from '../../ui/institution.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { PhoneNumber } from '../workbench/call-box.tsx'
import { AppointmentChange } from './appointment-change.tsx'

/** The agreed times of a day, with what is needed on the way: whom, how, the number, why. */
export const DayList = ({ appointments }: { appointments: readonly Appointment[] }): ReactElement => {
  const { t } = useTranslation()
  if (appointments.length === 0) return <EmptyState title={t('appointments.none')} hint={t('appointments.noneHint')} />
  return (
    <ol className="card lines appointments" aria-label={t('appointments.title')}>
      {appointments.map((appointment) => (
        <DayLine key={appointment.taskId} appointment={appointment} />
      ))}
    </ol>
  )
}

const DayLine = ({ appointment }: { appointment: Appointment }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { timeZone } = useInstitution()
  const { channels } = useCatalogue()
  const [change, setChange] = useState<'move' | 'cancel'>()
  const { customer, state, may } = appointment
  return (
    <li className={state === 'done' ? 'past' : undefined}>
      <span className="appointment-line">
        <time className="appointment-time figure" dateTime={appointment.appointmentAt}>
          {formatInstant(appointment.appointmentAt, timeZone).slice(11)}
        </time>
        <span className="stack tight grow">
          <span className="row wrap">
            <Link to="/customers/$customerId" params={{ customerId: customer.customerId }} className="strong">
              {customer.name ?? customer.customerId}
            </Link>
            <LevelTags levels={customer.levels} laddersOnly />
            <span className="chip">{labelOf(channels, appointment.channel, name)}</span>
            <span
              className={state === 'due' ? 'chip chip-warn' : state === 'done' ? 'chip chip-good' : 'chip chip-info'}
            >
              {t(`appointments.${state}`)}
            </span>
          </span>
          <span>{appointment.note ?? name(appointment.reason)}</span>
          <span className="row wrap appointment-actions">
            {customer.phone ? <PhoneNumber phone={customer.phone} /> : null}
            {appointment.isOpen ? (
              <Link to="/workbench" search={{ task: appointment.taskId }}>
                {t('appointments.open')}
              </Link>
            ) : null}
            {may.move ? (
              <Button size="small" onClick={() => setChange('move')}>
                {t('appointments.move')}
              </Button>
            ) : null}
            {may.cancel ? (
              <Button size="small" onClick={() => setChange('cancel')}>
                {t('appointments.cancel')}
              </Button>
            ) : null}
          </span>
        </span>
      </span>
      {change ? (
        <AppointmentChange appointment={appointment} change={change} onClose={() => setChange(undefined)} />
      ) : null}
    </li>
  )
}
