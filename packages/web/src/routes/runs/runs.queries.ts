import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

const pageSize = 25

export const runsQueries = {
  latest: () =>
    queryOptions({
      queryKey: ['runs', 'latest'],
      queryFn: ({ signal }) => api.call('listRuns', { query: { limit: 1 }, signal }),
      staleTime: 60_000,
    }),
  list: () =>
    infiniteQueryOptions({
      queryKey: ['runs', 'list'],
      queryFn: ({ pageParam, signal }) =>
        api.call('listRuns', { query: { limit: pageSize, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: (query) =>
        query.state.data?.pages[0]?.items.some(({ status }) => status === 'running') ? 2000 : false,
    }),
  leftOut: (runId: string, play: string | undefined) =>
    infiniteQueryOptions({
      queryKey: ['runs', 'left-out', runId, play ?? 'all'],
      queryFn: ({ pageParam, signal }) =>
        api.call('listRunLeftOut', { params: { runId }, query: { play, limit: pageSize, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  imports: (fact: string | undefined) =>
    infiniteQueryOptions({
      queryKey: ['imports', fact ?? 'all'],
      queryFn: ({ pageParam, signal }) =>
        api.call('listImports', { query: { fact, limit: pageSize, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  quarantine: (importId: string) =>
    infiniteQueryOptions({
      queryKey: ['quarantine', importId],
      queryFn: ({ pageParam, signal }) =>
        api.call('listQuarantine', { params: { importId }, query: { limit: pageSize, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
}

export const useStartRun = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asOf: string) => api.call('startRun', { body: { asOf } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['runs'] }),
  })
}

export type Upload = { readonly fact: string; readonly file: File; readonly businessDate?: string | undefined }

export const useStartImport = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ fact, file, businessDate }: Upload) =>
      api.call('startImport', { body: { fact, file, ...(businessDate === undefined ? {} : { businessDate }) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['imports'] }),
  })
}
