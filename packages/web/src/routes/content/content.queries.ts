import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteInput } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'
import type { ContentSearch } from './content-search.ts'

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { readonly nextCursor: string | null }) => page.nextCursor ?? undefined,
}

export const contentQueries = {
  bulletins: ({ state, category }: ContentSearch) =>
    infiniteQueryOptions({
      queryKey: ['content', 'bulletins', state, category],
      queryFn: ({ pageParam, signal }) =>
        api.call('listBulletins', { query: { state, category, limit: 20, cursor: pageParam }, signal }),
      ...paged,
    }),
  trainings: () =>
    queryOptions({
      queryKey: ['content', 'trainings'],
      queryFn: ({ signal }) => api.call('listTrainings', { signal }),
    }),
  learners: ({ training, unit }: ContentSearch, state: 'due' | 'expiring' | 'valid' | undefined) =>
    infiniteQueryOptions({
      queryKey: ['content', 'learners', training, unit, state],
      queryFn: ({ pageParam, signal }) =>
        api.call('listLearners', { query: { training, unit, state, limit: 50, cursor: pageParam }, signal }),
      ...paged,
    }),
  objections: () =>
    queryOptions({
      queryKey: ['content', 'objections'],
      queryFn: ({ signal }) => api.call('listObjections', { signal }),
      staleTime: 60_000,
    }),
}

const useContentCommand = <Input, Answer>(send: (input: Input) => Promise<Answer>) => {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: ['content'] }) })
}

export const useWriteBulletin = () =>
  useContentCommand((body: Omit<RouteInput<'writeBulletin'>['body'], 'idempotencyKey'>) =>
    api.call('writeBulletin', { body: { ...body, idempotencyKey: newKey() } }),
  )

export const useDecideBulletin = (bulletinId: string) =>
  useContentCommand((body: Omit<RouteInput<'decideBulletin'>['body'], 'idempotencyKey'>) =>
    api.call('decideBulletin', { params: { bulletinId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useRecordTraining = (training: string) =>
  useContentCommand((body: Omit<RouteInput<'recordTraining'>['body'], 'idempotencyKey'>) =>
    api.call('recordTraining', { params: { training }, body: { ...body, idempotencyKey: newKey() } }),
  )
