import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, newKey } from '../../api/client.ts'
import type { Show } from './workbench-search.ts'

const pageSize = 50

export const taskQueries = {
  mine: (show: Show, label: string | undefined) =>
    infiniteQueryOptions({
      queryKey: ['tasks', 'mine', show, label],
      queryFn: ({ pageParam, signal }) =>
        api.call('listTasks', {
          query: { scope: 'mine', state: show, label, limit: pageSize, cursor: pageParam },
          signal,
        }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: 120_000,
    }),
  counts: () =>
    queryOptions({
      queryKey: ['tasks', 'counts'],
      queryFn: ({ signal }) => api.call('countTasks', { signal }),
      refetchInterval: 120_000,
    }),
  plans: () =>
    queryOptions({
      queryKey: ['tasks', 'plans'],
      queryFn: ({ signal }) => api.call('listPlans', { signal }),
      staleTime: 60_000,
    }),
  one: (taskId: string) =>
    queryOptions({
      queryKey: ['tasks', 'one', taskId],
      queryFn: ({ signal }) => api.call('getTask', { params: { taskId }, signal }),
      staleTime: 30_000,
    }),
}

export type OutcomeInput = {
  readonly taskId: string
  readonly outcome: string
  readonly note?: string
  readonly nextAt?: string
  readonly noNextReason?: string
  /** Made once for a form, so that sending it again after a lost answer records nothing twice. */
  readonly idempotencyKey: string
}

export const useRecordOutcome = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ taskId, ...body }: OutcomeInput) => api.call('recordOutcome', { params: { taskId }, body }),
    // Not waited for: the list moves on when it is read again, and whoever recorded is told before that.
    onSuccess: ({ task }) => {
      void client.invalidateQueries({ queryKey: ['tasks'] })
      void client.invalidateQueries({ queryKey: ['customers', task.customer.customerId] })
    },
  })
}

export const useClaim = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (count: number) => api.call('claimTasks', { body: { count, idempotencyKey: newKey() } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  })
}

export const useRelease = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (taskId: string) => api.call('releaseTask', { params: { taskId }, body: { idempotencyKey: newKey() } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['tasks'] })
    },
  })
}
