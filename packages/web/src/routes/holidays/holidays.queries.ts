import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteInput } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'

export const holidayQueries = {
  year: (year: number) =>
    queryOptions({
      queryKey: ['holidays', year],
      queryFn: ({ signal }) => api.call('listHolidays', { query: { year }, signal }),
    }),
}

type YearText = Pick<RouteInput<'saveHolidays'>['body'], 'items' | 'text'> & { readonly preview: boolean }

export const useSaveHolidays = (year: number) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: YearText) =>
      api.call('saveHolidays', { params: { year }, body: { ...body, idempotencyKey: newKey() } }),
    onSuccess: ({ preview }) =>
      preview
        ? undefined
        : Promise.all([['holidays'], ['calendar']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
