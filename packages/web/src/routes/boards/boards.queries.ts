import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

export const boardQueries = {
  levels: (scheme: string | undefined, unit: string | undefined) =>
    queryOptions({
      queryKey: ['boards', 'levels', scheme, unit],
      queryFn: ({ signal }) => api.call('countLevels', { query: { scheme, unit }, signal }),
      staleTime: 5 * 60_000,
    }),
}
