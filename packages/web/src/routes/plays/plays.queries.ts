import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, newKey } from '../../api/client.ts'

export const playQueries = {
  strategy: (classScheme: string | undefined, stageScheme: string | undefined) =>
    queryOptions({
      queryKey: ['plays', 'strategy', classScheme, stageScheme],
      queryFn: ({ signal }) => api.call('getStrategy', { query: { class: classScheme, stage: stageScheme }, signal }),
      staleTime: 60_000,
    }),
  ofCustomer: (customerId: string) =>
    queryOptions({
      queryKey: ['plays', 'customer', customerId],
      queryFn: ({ signal }) => api.call('customerPlays', { params: { customerId }, signal }),
    }),
}

/** Keeps a play's text in a draft; a draft is begun where none was chosen. Answers with the draft's number. */
export const useKeepPlay = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (kept: {
      readonly version: number
      readonly title: string
      readonly play: string
      readonly yaml: string
    }): Promise<number> => {
      const version =
        kept.version > 0
          ? kept.version
          : (await api.call('createDraft', { body: { title: kept.title, idempotencyKey: newKey() } })).version
      await api.call('putDefinition', {
        params: { version, kind: 'plays', definitionId: kept.play },
        body: { yaml: kept.yaml },
      })
      return version
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['studio'] }),
  })
}
