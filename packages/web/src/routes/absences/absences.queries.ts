import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteInput } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'

export const absenceQueries = {
  list: (from: string | undefined) =>
    queryOptions({
      queryKey: ['absences', 'list', from],
      queryFn: ({ signal }) => api.call('listAbsences', { query: { from }, signal }),
    }),
  substitutes: (staff: string, from: string, to: string) =>
    queryOptions({
      queryKey: ['absences', 'substitutes', staff, from, to],
      queryFn: ({ signal }) => api.call('listSubstitutes', { query: { staff, from, to }, signal }),
    }),
  tasks: (absenceId: string) =>
    infiniteQueryOptions({
      queryKey: ['absences', 'tasks', absenceId],
      queryFn: ({ pageParam, signal }) =>
        api.call('listAbsenceTasks', { params: { absenceId }, query: { limit: 50, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
}

const useAbsenceCommand = <Input, Answer>(send: (input: Input) => Promise<Answer>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () =>
      Promise.all([['absences'], ['supervisor'], ['tasks']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export const useAddAbsence = () =>
  useAbsenceCommand((body: Omit<RouteInput<'addAbsence'>['body'], 'idempotencyKey'>) =>
    api.call('addAbsence', { body: { ...body, idempotencyKey: newKey() } }),
  )

export const useEndAbsence = (absenceId: string) =>
  useAbsenceCommand((body: { readonly lastDay?: string }) =>
    api.call('endAbsence', { params: { absenceId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export type Direction = 'out' | 'back'

export const usePreviewMove = (absenceId: string) =>
  useMutation({
    mutationFn: (direction: Direction) =>
      api.call('moveAbsenceTasks', {
        params: { absenceId },
        body: { direction, preview: true, idempotencyKey: newKey() },
      }),
  })

export const useMoveTasks = (absenceId: string) =>
  useAbsenceCommand((direction: Direction) =>
    api.call('moveAbsenceTasks', {
      params: { absenceId },
      body: { direction, preview: false, idempotencyKey: newKey() },
    }),
  )
