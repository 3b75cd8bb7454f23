import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { NearLineSearch } from './near-line-search.ts'

const pageSize = 50

const scopeOf = ({ within, unit }: NearLineSearch) => ({ within, unit })

export const nearLineQueries = {
  list: (scheme: string, search: NearLineSearch) =>
    infiniteQueryOptions({
      queryKey: ['near-line', 'list', scheme, search],
      queryFn: ({ pageParam, signal }) =>
        api.call('listNearLine', {
          query: {
            scheme,
            ...scopeOf(search),
            direction: search.direction ?? 'up',
            level: search.level,
            limit: pageSize,
            cursor: pageParam,
          },
          signal,
        }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  counts: (scheme: string, search: NearLineSearch) =>
    queryOptions({
      queryKey: ['near-line', 'counts', scheme, scopeOf(search)],
      queryFn: ({ signal }) => api.call('countNearLine', { query: { scheme, ...scopeOf(search) }, signal }),
    }),
}
