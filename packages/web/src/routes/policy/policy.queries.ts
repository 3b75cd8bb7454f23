import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { PolicyGroup } from './policy-search.ts'

export type PolicyQuestion = {
  readonly purpose: string
  readonly channel: string
  readonly scheme: string
  readonly unit?: string | undefined
}

export const policyQueries = {
  rules: () =>
    queryOptions({
      queryKey: ['policy', 'rules'],
      queryFn: ({ signal }) => api.call('getPolicy', { signal }),
      staleTime: 60_000,
    }),
  board: ({ purpose, channel, scheme, unit }: PolicyQuestion) =>
    queryOptions({
      queryKey: ['policy', 'board', purpose, channel, scheme, unit],
      queryFn: ({ signal }) => api.call('getPolicyBoard', { query: { purpose, channel, scheme, unit }, signal }),
      staleTime: 60_000,
    }),
  customers: ({ purpose, channel, scheme, unit }: PolicyQuestion, group: PolicyGroup, level: string | undefined) =>
    infiniteQueryOptions({
      queryKey: ['policy', 'customers', purpose, channel, scheme, unit, group, level],
      queryFn: ({ pageParam, signal }) =>
        api.call('listPolicyCustomers', {
          query: {
            purpose,
            channel,
            group,
            unit,
            ...(level ? { scheme, level } : {}),
            limit: 50,
            cursor: pageParam,
          },
          signal,
        }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
}
