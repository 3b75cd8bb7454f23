import { useQuery } from '@tanstack/react-query'
import type { Role } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Select } from '../../ui/antd.ts'
import { supervisorQueries } from './supervisor.queries.ts'

type Props = {
  readonly roles: readonly Role[]
  readonly except?: string | undefined
  readonly id?: string
  readonly value?: string
  readonly onChange?: (staffId: string) => void
}

/** One person of the region, with what they have open: work goes where there is room for it. */
export const PersonSelect = ({ roles, except, ...bound }: Props): ReactElement => {
  const { t } = useTranslation()
  const people = useQuery(supervisorQueries.people(undefined))
  return (
    <Select
      {...bound}
      className="wide"
      loading={people.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('supervisor.choosePerson')}
      {...(bound.id === undefined ? { 'aria-label': t('supervisor.choosePerson') } : {})}
      options={(people.data?.items ?? [])
        .filter(({ staffId, role }) => roles.includes(role) && staffId !== except)
        .map(({ staffId, name, role, unit, open }) => ({
          value: staffId,
          label: `${name} · ${t(`role.${role}`)} · ${unit.name} · ${t('supervisor.openCount', { count: open })}`,
        }))}
    />
  )
}
