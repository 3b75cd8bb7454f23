import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteInput } from '@tend/contract'
import { api } from '../../api/client.ts'

const pageSize = 50

export const userQueries = {
  list: (search: string | undefined) =>
    infiniteQueryOptions({
      queryKey: ['users', search],
      queryFn: ({ pageParam, signal }) =>
        api.call('listUsers', { query: { search, limit: pageSize, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
}

export const useCreateUser = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: RouteInput<'createUser'>['body']) => api.call('createUser', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  })
}

type Change = RouteInput<'updateUser'>['body'] & { readonly userId: string }

export const useUpdateUser = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ userId, ...body }: Change) => api.call('updateUser', { params: { userId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  })
}
