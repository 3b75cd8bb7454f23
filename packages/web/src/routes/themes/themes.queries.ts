import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { LeftOutCode, RouteInput, ThemeState } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'

/** While a theme is built or worked, its figures move. */
const buildingMs = 1500
const runningMs = 10_000

const pace = (state: ThemeState | undefined): number | false =>
  state === 'building' ? buildingMs : state === 'running' ? runningMs : false

export const themeQueries = {
  list: (state: ThemeState | undefined) =>
    infiniteQueryOptions({
      queryKey: ['themes', 'list', state],
      queryFn: ({ pageParam, signal }) =>
        api.call('listThemes', { query: { state, limit: 50, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: ({ state: { data } }) =>
        pace(data?.pages.flatMap(({ items }) => items).find((theme) => theme.state === 'building')?.state),
    }),
  one: (themeId: string) =>
    queryOptions({
      queryKey: ['themes', 'one', themeId],
      queryFn: ({ signal }) => api.call('getTheme', { params: { themeId }, signal }),
      refetchInterval: ({ state: { data } }) => pace(data?.state),
    }),
  leftOut: (themeId: string, code: LeftOutCode | undefined) =>
    infiniteQueryOptions({
      queryKey: ['themes', 'left-out', themeId, code],
      queryFn: ({ pageParam, signal }) =>
        api.call('listThemeLeftOut', { params: { themeId }, query: { code, limit: 50, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
}

export type ThemeDraft = RouteInput<'previewTheme'>['body']

/** A preview asks the policy for everybody: it is asked for by a person, and a later question breaks the earlier off. */
export const usePreviewTheme = () =>
  useMutation({ mutationFn: (body: ThemeDraft) => api.call('previewTheme', { body }) })

export const useStartTheme = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: RouteInput<'startTheme'>['body']) => api.call('startTheme', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['themes'] }),
  })
}

export const useStopTheme = (themeId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) =>
      api.call('stopTheme', { params: { themeId }, body: { reason, idempotencyKey: newKey() } }),
    onSuccess: () =>
      Promise.all([['themes'], ['tasks'], ['supervisor']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
