import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

export const calendarQueries = {
  month: (month: string, unit: string | undefined, moment: string | undefined) =>
    queryOptions({
      queryKey: ['calendar', 'month', month, unit, moment],
      queryFn: ({ signal }) => api.call('getCalendar', { query: { month, unit, moment }, signal }),
      placeholderData: keepPreviousData,
    }),
  birthdays: (month: string | undefined, unit: string | undefined) =>
    infiniteQueryOptions({
      queryKey: ['calendar', 'birthdays', month, unit],
      queryFn: ({ pageParam, signal }) =>
        api.call('listBirthdays', { query: { month, unit, limit: 200, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
}
