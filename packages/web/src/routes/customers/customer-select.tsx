import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { useSettled } from '../../condition/use-settled.ts'
import { Select } from '../../ui/antd.ts'

type Props = { readonly value: string | undefined; readonly onChange: (customerId: string | undefined) => void }

/** One customer of the reader's own, found by number or name as far as these are in clear. */
export const CustomerSelect = ({ value, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const search = useSettled(typed.trim(), 250)
  const query = useQuery({
    queryKey: ['customers', 'select', search],
    queryFn: ({ signal }) => api.call('listCustomers', { query: { ...(search ? { search } : {}), limit: 10 }, signal }),
    staleTime: 60_000,
  })
  const found = (query.data?.items ?? []).map(({ customerId, name }) => ({
    value: customerId,
    label: name ? `${name} · ${customerId}` : customerId,
  }))
  const isListed = value === undefined || found.some((option) => option.value === value)
  return (
    <Select<string | null>
      aria-label={t('list.customer')}
      placeholder={t('list.customer')}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={query.isFetching}
      style={{ minWidth: 240, flex: '1 1 240px', maxWidth: 360 }}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      options={isListed ? found : [{ value, label: value }, ...found]}
    />
  )
}
