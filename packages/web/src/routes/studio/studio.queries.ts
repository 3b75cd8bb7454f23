import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type { DefinitionKind, PackVersionDetail, RouteInput } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'

/** How often a running job is asked how far it is. */
const pollMs = 600

const whileRunning = ({ state }: { state: { data?: { job: { state: string } } | undefined } }): number | false =>
  state.data?.job.state === 'running' ? pollMs : false

export const studioQueries = {
  /** The pack in force, or as a draft would make it. */
  pack: (version?: number) =>
    queryOptions({
      queryKey: ['studio', 'pack', version ?? 0],
      queryFn: ({ signal }) => api.call('getStudioPack', { query: { version }, signal }),
      staleTime: 60_000,
    }),
  models: () =>
    queryOptions({
      queryKey: ['studio', 'models'],
      queryFn: ({ signal }) => api.call('listModels', { signal }),
    }),
  versions: () =>
    infiniteQueryOptions({
      queryKey: ['studio', 'versions'],
      queryFn: ({ pageParam, signal }) => api.call('listVersions', { query: { limit: 50, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  version: (version: number) =>
    queryOptions({
      queryKey: ['studio', 'version', version],
      queryFn: ({ signal }) => api.call('getVersion', { params: { version }, signal }),
    }),
  condition: (text: string, place: { readonly fact?: string | undefined; readonly version?: number | undefined }) =>
    queryOptions({
      queryKey: ['studio', 'condition', text, place.fact, place.version],
      queryFn: ({ signal }) => api.call('checkCondition', { query: { text, ...place }, signal }),
      staleTime: 60_000,
      placeholderData: keepPreviousData,
    }),
  /** Going on to another condition breaks the count of the earlier one off; its figure stays until the next is there. */
  count: (condition: string) =>
    queryOptions({
      queryKey: ['studio', 'count', condition],
      queryFn: ({ signal }) => api.call('countByCondition', { query: { condition }, signal }),
      staleTime: 60_000,
      retry: false,
      placeholderData: keepPreviousData,
    }),
  simulation: (jobId: string) =>
    queryOptions({
      queryKey: ['studio', 'simulation', jobId],
      queryFn: ({ signal }) => api.call('getSimulation', { params: { jobId }, signal }),
      refetchInterval: whileRunning,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  backtest: (jobId: string) =>
    queryOptions({
      queryKey: ['studio', 'backtest', jobId],
      queryFn: ({ signal }) => api.call('getBacktest', { params: { jobId }, signal }),
      refetchInterval: whileRunning,
      staleTime: Number.POSITIVE_INFINITY,
    }),
}

/** A command on a version; what it answers is shown at once, lists and packs are fetched again. */
const useVersionCommand = <Input>(send: (input: Input) => Promise<PackVersionDetail>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: async (detail) => {
      client.setQueryData(studioQueries.version(detail.version).queryKey, detail)
      await Promise.all([
        client.invalidateQueries({ queryKey: ['studio', 'versions'] }),
        client.invalidateQueries({ queryKey: ['studio', 'pack'] }),
        client.invalidateQueries({ queryKey: ['studio', 'condition'] }),
      ])
    },
  })
}

export const useCreateDraft = () =>
  useVersionCommand((body: Omit<RouteInput<'createDraft'>['body'], 'idempotencyKey'>) =>
    api.call('createDraft', { body: { ...body, idempotencyKey: newKey() } }),
  )

export const usePutDefinition = (version: number, kind: DefinitionKind, definitionId: string) =>
  useVersionCommand((yaml: string) =>
    api.call('putDefinition', { params: { version, kind, definitionId }, body: { yaml } }),
  )

export const useRemoveDefinition = (version: number) =>
  useVersionCommand(({ kind, definitionId }: { kind: DefinitionKind; definitionId: string }) =>
    api.call('removeDefinition', { params: { version, kind, definitionId } }),
  )

export const useRebase = (version: number) =>
  useVersionCommand(() => api.call('rebaseDraft', { params: { version }, body: { idempotencyKey: newKey() } }))

export const useSubmit = (version: number) =>
  useVersionCommand(() => api.call('submitVersion', { params: { version }, body: { idempotencyKey: newKey() } }))

export const useWithdraw = (version: number) =>
  useVersionCommand(() => api.call('withdrawVersion', { params: { version }, body: { idempotencyKey: newKey() } }))

export const useReject = (version: number) =>
  useVersionCommand((reason: string) =>
    api.call('rejectVersion', { params: { version }, body: { reason, idempotencyKey: newKey() } }),
  )

/** Another pack in force changes every page: nothing that was fetched before is trusted. */
const useForceCommand = <Input>(send: (input: Input) => Promise<unknown>) => {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries() })
}

export const useApprove = (version: number) =>
  useForceCommand((hash: string) =>
    api.call('approveVersion', { params: { version }, body: { hash, idempotencyKey: newKey() } }),
  )

export const useRollBack = (version: number) =>
  useForceCommand((reason: string) =>
    api.call('rollBack', { params: { version }, body: { reason, idempotencyKey: newKey() } }),
  )

/** A name shows wherever the segment does: lists and pages take it from the catalogue. */
export const useNameSegment = (modelId: string, segmentId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Omit<RouteInput<'nameSegment'>['body'], 'idempotencyKey'>) =>
      api.call('nameSegment', { params: { modelId, segmentId }, body: { ...body, idempotencyKey: newKey() } }),
    onSuccess: () =>
      Promise.all(
        [['studio', 'models'], ['studio', 'pack'], ['studio', 'condition'], ['catalogue'], ['customers']].map(
          (queryKey) => client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}

/** One key a content and day: whoever checks is shown what the maker simulated, unless they ask for it anew. */
export const useStartSimulation = (
  { version, hash }: Pick<PackVersionDetail, 'version' | 'hash'>,
  asOf: string | null,
) =>
  useMutation({
    mutationFn: ({ anew }: { anew: boolean }) =>
      api.call('startSimulation', {
        params: { version },
        body: {
          idempotencyKey: anew || hash === null ? newKey() : `simulation-${version}-${hash.slice(0, 32)}-${asOf}`,
        },
      }),
  })

export const useStartBacktest = () =>
  useMutation({
    mutationFn: (body: Omit<RouteInput<'startBacktest'>['body'], 'idempotencyKey'>) =>
      api.call('startBacktest', { body: { ...body, idempotencyKey: newKey() } }),
  })
