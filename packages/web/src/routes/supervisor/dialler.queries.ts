import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteInput } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { readonly nextCursor: string | null }) => page.nextCursor ?? undefined,
}

export const diallerQueries = {
  lists: () =>
    infiniteQueryOptions({
      queryKey: ['dialler', 'lists'],
      queryFn: ({ pageParam, signal }) =>
        api.call('listDiallerLists', { query: { limit: 20, cursor: pageParam }, signal }),
      ...paged,
    }),
  one: (listId: string) =>
    queryOptions({
      queryKey: ['dialler', 'list', listId],
      queryFn: ({ signal }) => api.call('getDiallerList', { params: { listId }, signal }),
    }),
  imported: (importId: string) =>
    queryOptions({
      queryKey: ['dialler', 'import', importId],
      queryFn: ({ signal }) => api.call('getDiallerImport', { params: { importId }, signal }),
    }),
  refused: () =>
    infiniteQueryOptions({
      queryKey: ['dialler', 'refused'],
      queryFn: ({ pageParam, signal }) =>
        api.call('listRefusedCalls', { query: { limit: 20, cursor: pageParam }, signal }),
      ...paged,
    }),
}

const useDiallerCommand = <Input, Answer>(send: (input: Input) => Promise<Answer>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () =>
      Promise.all([['dialler'], ['supervisor'], ['tasks']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export const useCreateList = () =>
  useDiallerCommand((body: Omit<RouteInput<'createDiallerList'>['body'], 'idempotencyKey'>) =>
    api.call('createDiallerList', { body: { ...body, idempotencyKey: newKey() } }),
  )

export const useImportResults = () =>
  useDiallerCommand((body: RouteInput<'importCallResultFile'>['body']) => api.call('importCallResultFile', { body }))
