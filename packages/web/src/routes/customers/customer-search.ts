import { oneOf } from '../../search-params.ts'

export const customerTabs = ['overview', 'consent', 'today', 'care', 'visits'] as const
export type CustomerTab = (typeof customerTabs)[number]

export type CustomerSearch = { /** Absent: the overview. */ readonly tab?: Exclude<CustomerTab, 'overview'> }

export const readCustomerSearch = (raw: Record<string, unknown>): CustomerSearch => {
  const tab = oneOf(customerTabs, raw['tab'])
  return tab && tab !== 'overview' ? { tab } : {}
}
