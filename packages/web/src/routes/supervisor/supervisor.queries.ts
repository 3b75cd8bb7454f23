import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Role, RouteInput } from '@tend/contract'
import { api } from '../../api/client.ts'
import type { SupervisorSearch } from './supervisor-search.ts'

const pageSize = 50

export const supervisorQueries = {
  pools: (unit: string | undefined) =>
    queryOptions({
      queryKey: ['supervisor', 'pools', unit],
      queryFn: ({ signal }) => api.call('listPools', { query: { unit }, signal }),
    }),
  people: (unit: string | undefined, role?: Role) =>
    queryOptions({
      queryKey: ['supervisor', 'people', unit, role],
      queryFn: ({ signal }) => api.call('listPeople', { query: { unit, role }, signal }),
    }),
  tasks: ({ unit, pool, label, assignee }: SupervisorSearch) =>
    infiniteQueryOptions({
      queryKey: ['tasks', 'all', unit, pool, label, assignee],
      queryFn: ({ pageParam, signal }) =>
        api.call('listTasks', {
          query: { scope: 'all', state: 'open', unit, pool, label, assignee, limit: pageSize, cursor: pageParam },
          signal,
        }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
}

export type Assignment = RouteInput<'assignTasks'>['body']

/** A preview changes nothing, so nothing is fetched again after it. */
export const useAssign = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Assignment) => api.call('assignTasks', { body }),
    onSuccess: ({ preview }) =>
      preview
        ? undefined
        : Promise.all([
            client.invalidateQueries({ queryKey: ['tasks'] }),
            client.invalidateQueries({ queryKey: ['supervisor'] }),
          ]),
  })
}
