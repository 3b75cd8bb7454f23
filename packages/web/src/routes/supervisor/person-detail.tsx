import { useQuery } from '@tanstack/react-query'
import type { RouteResponse } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, InputNumber, Select } from '../../ui/antd.ts'
import { Count, DateText, Percent } from '../../ui/figures.tsx'
import { Weeks } from './person-weeks.tsx'
import { PlanTable } from './plans.tsx'
import { supervisorQueries, useUpdatePerson } from './supervisor.queries.ts'

type PersonData = RouteResponse<'getPerson'>
type Props = { readonly staffId: string; readonly mayAssign: boolean; readonly onQueue: () => void }

/** Basic data of a person, progress by plan, the weeks ahead and what does not fit into them (S156). */
export const PersonDetail = ({ staffId, mayAssign, onQueue }: Props): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(supervisorQueries.person(staffId))
  const person = query.data
  return (
    <Loaded of={query}>
      {() =>
        person ? (
          <div className="stack">
            <div className="row wrap between">
              <h2 className="section-title">
                {person.name} <span className="muted">· {t(`role.${person.role}`)}</span>
              </h2>
              <Button onClick={onQueue}>{t('team.queue')}</Button>
            </div>
            <Facts person={person} />
            <Work key={person.staffId} person={person} mayAssign={mayAssign} />
            <section className="stack tight">
              <h3 className="group-title">{t('team.weeks')}</h3>
              <Weeks staffId={staffId} unit={person.unit.unitId} />
            </section>
            <section className="stack tight">
              <h3 className="group-title">{t('supervisor.plans')}</h3>
              <PlanTable of={query} plans={person.plans} />
            </section>
          </div>
        ) : null
      }
    </Loaded>
  )
}

const Facts = ({ person }: { person: PersonData }): ReactElement => {
  const { t } = useTranslation()
  const figures = [
    [t('team.customersOwned'), person.customers],
    [t('team.customersHelped'), person.helps],
    [t('supervisor.open'), person.open],
    [t('workbench.show.due'), person.due],
    [t('supervisor.doneToday'), person.doneToday],
    [t('team.doneThisWeek'), person.doneThisWeek],
    [t('team.doneThisMonth'), person.doneThisMonth],
  ] as const
  return (
    <dl className="facts">
      <div>
        <dt>{t('users.staffId')}</dt>
        <dd className="figure">{person.staffId}</dd>
      </div>
      <div>
        <dt>{t('customer.unit')}</dt>
        <dd>{person.unit.name}</dd>
      </div>
      {figures.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            <Count value={value} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{t('team.successThisMonth')}</dt>
        <dd>
          <Percent ratio={person.successShareThisMonth} />
        </dd>
      </div>
      {person.nextAbsence ? (
        <div>
          <dt>{t('team.nextAbsence')}</dt>
          <dd>
            <DateText value={person.nextAbsence.fromDay} /> – <DateText value={person.nextAbsence.toDay} />
          </dd>
        </div>
      ) : null}
    </dl>
  )
}

/** What the person can do and how many minutes a day there are for tasks: what assignment and capacity go by. */
const Work = ({ person, mayAssign }: { person: PersonData; mayAssign: boolean }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const update = useUpdatePerson(person.staffId)
  const [skills, setSkills] = useState<readonly string[]>(person.skills)
  const [minutes, setMinutes] = useState<number | null>(person.minutesPerDay)
  const save = (): void =>
    update.mutate(
      { skills: [...skills], minutesPerDay: minutes },
      {
        onSuccess: () => void message.success(t('team.personSaved')),
        onError: (error) => void message.error(messageOf(error, language)),
      },
    )
  return (
    <fieldset className="row wrap" disabled={!mayAssign} aria-label={t('team.skills')}>
      <Select
        mode="tags"
        disabled={!mayAssign}
        aria-label={t('team.skills')}
        placeholder={t('team.noSkills')}
        style={{ minWidth: 240, flex: 1 }}
        value={[...skills]}
        onChange={(chosen: string[]) => setSkills(chosen)}
        tokenSeparators={[',', '，', '、']}
      />
      <InputNumber<number>
        disabled={!mayAssign}
        aria-label={t('team.minutesPerDay')}
        min={0}
        max={1440}
        step={30}
        value={minutes}
        onChange={setMinutes}
        suffix={t('team.minutesPerDay')}
        style={{ width: 190 }}
      />
      {mayAssign ? (
        <Button onClick={save} loading={update.isPending}>
          {t('action.save')}
        </Button>
      ) : null}
    </fieldset>
  )
}
