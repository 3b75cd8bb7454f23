import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { dropDrafts } from '../workbench/draft-store.ts'

export const sessionQueries = {
  me: () =>
    queryOptions({
      queryKey: ['me'],
      queryFn: ({ signal }) => api.call('getMe', { signal }),
      staleTime: 5 * 60_000,
      retry: false,
    }),
  health: () =>
    queryOptions({
      queryKey: ['health'],
      queryFn: ({ signal }) => api.call('getHealth', { signal }),
      staleTime: 60_000,
      refetchInterval: 60_000,
    }),
}

/** Everything known about the person before is forgotten: another person's data must not flash up. */
export const useSignIn = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { readonly username: string; readonly password: string }) => api.call('signIn', { body }),
    onSuccess: (me) => {
      client.clear()
      client.setQueryData(sessionQueries.me().queryKey, me)
    },
  })
}

export const useSignOut = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.call('signOut'),
    onSuccess: () => {
      // The server keeps a copy of what was typed; on this machine the next person reads none of it.
      dropDrafts('all')
      client.clear()
    },
  })
}

export const useChangePassword = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { readonly currentPassword: string; readonly newPassword: string }) =>
      api.call('changePassword', { body }),
    // Until a first password is changed the server answers nothing else: what was asked meanwhile is asked again.
    onSuccess: () => client.invalidateQueries(),
  })
}

export const useSaveLanguage = () =>
  useMutation({ mutationFn: (language: 'zh' | 'en') => api.call('updateMe', { body: { language } }) })
