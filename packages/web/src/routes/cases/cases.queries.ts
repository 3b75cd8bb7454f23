import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteInput } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'
import type { CasesSearch } from './cases-search.ts'

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { readonly nextCursor: string | null }) => page.nextCursor ?? undefined,
}

export const caseQueries = {
  list: ({ scope, state, kind, unit, customer }: CasesSearch) =>
    infiniteQueryOptions({
      queryKey: ['cases', 'list', scope, state, kind, unit, customer],
      queryFn: ({ pageParam, signal }) =>
        api.call('listCases', {
          query: {
            scope: scope ?? 'all',
            state: state ?? 'open',
            kind,
            unit,
            customer,
            limit: 50,
            cursor: pageParam,
          },
          signal,
        }),
      ...paged,
    }),
  counts: (scope: 'mine' | undefined) =>
    queryOptions({
      queryKey: ['cases', 'counts', scope],
      queryFn: ({ signal }) => api.call('countCases', { query: { scope: scope ?? 'all' }, signal }),
    }),
  one: (caseId: string) =>
    queryOptions({
      queryKey: ['cases', 'one', caseId],
      queryFn: ({ signal }) => api.call('getCase', { params: { caseId }, signal }),
    }),
  grants: ({ grant, unit }: CasesSearch) =>
    infiniteQueryOptions({
      queryKey: ['cases', 'grants', grant, unit],
      queryFn: ({ pageParam, signal }) =>
        api.call('listGrants', {
          query: {
            ...(grant === 'to-approve' ? { toApprove: 'true' as const } : { state: grant }),
            unit,
            limit: 50,
            cursor: pageParam,
          },
          signal,
        }),
      ...paged,
    }),
  register: (year: number, unit: string | undefined) =>
    infiniteQueryOptions({
      queryKey: ['cases', 'register', year, unit],
      queryFn: ({ pageParam, signal }) =>
        api.call('listGiftRegister', { query: { year, unit, limit: 50, cursor: pageParam }, signal }),
      ...paged,
    }),
}

const useCaseCommand = <Input, Answer>(send: (input: Input) => Promise<Answer>) => {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: ['cases'] }) })
}

export const useStepCase = (caseId: string) =>
  useCaseCommand((body: Omit<RouteInput<'stepCase'>['body'], 'idempotencyKey'>) =>
    api.call('stepCase', { params: { caseId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useSettleGrant = (grantId: string) =>
  useCaseCommand((body: Omit<RouteInput<'settleGrant'>['body'], 'idempotencyKey'>) =>
    api.call('settleGrant', { params: { grantId }, body: { ...body, idempotencyKey: newKey() } }),
  )
