import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { AuditSearch } from './audit-search.ts'

const pageSize = 50

export const auditQueries = {
  list: (search: AuditSearch) =>
    infiniteQueryOptions({
      queryKey: ['audit', 'list', search],
      queryFn: ({ pageParam, signal }) =>
        api.call('listAudit', { query: { ...search, limit: pageSize, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  /** Reads the whole log: asked for by a person, never on its own. */
  verification: () =>
    queryOptions({
      queryKey: ['audit', 'verification'],
      queryFn: ({ signal }) => api.call('verifyAudit', { signal }),
      enabled: false,
    }),
}
