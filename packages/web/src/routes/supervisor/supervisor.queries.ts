import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { OverdueStage, Role, RouteInput } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'
import { type SupervisorSearch, selectionOf } from './supervisor-search.ts'

const pageSize = 50
/** Progress is watched while the calls are made. */
const liveMs = 5000

const cursor = { initialPageParam: undefined as string | undefined }
const following = (page: { readonly nextCursor: string | null }): string | undefined => page.nextCursor ?? undefined

export const supervisorQueries = {
  pools: (unit: string | undefined) =>
    queryOptions({
      queryKey: ['supervisor', 'pools', unit],
      queryFn: ({ signal }) => api.call('listPools', { query: { unit }, signal }),
    }),
  modules: (unit: string | undefined) =>
    queryOptions({
      queryKey: ['supervisor', 'modules', unit],
      queryFn: ({ signal }) => api.call('listModules', { query: { scope: 'all', unit }, signal }),
    }),
  people: (unit: string | undefined, role?: Role) =>
    queryOptions({
      queryKey: ['supervisor', 'people', unit, role],
      queryFn: ({ signal }) => api.call('listPeople', { query: { unit, role }, signal }),
    }),
  person: (staffId: string) =>
    queryOptions({
      queryKey: ['supervisor', 'person', staffId],
      queryFn: ({ signal }) => api.call('getPerson', { params: { staffId }, signal }),
    }),
  capacity: (unit: string | undefined, weeks: number) =>
    queryOptions({
      queryKey: ['supervisor', 'capacity', unit, weeks],
      queryFn: ({ signal }) => api.call('listCapacity', { query: { unit, weeks }, signal }),
    }),
  leftOut: (staffId: string, week: string) =>
    infiniteQueryOptions({
      queryKey: ['supervisor', 'left-out', staffId, week],
      queryFn: ({ pageParam, signal }) =>
        api.call('listLeftOut', { params: { staffId }, query: { week, limit: 20, cursor: pageParam }, signal }),
      ...cursor,
      getNextPageParam: following,
    }),
  /** Asked again every few seconds; what was there stays until the next figures are. */
  plans: (unit: string | undefined) =>
    queryOptions({
      queryKey: ['supervisor', 'plans', unit],
      queryFn: ({ signal }) => api.call('listPlans', { query: { unit }, signal }),
      refetchInterval: liveMs,
    }),
  overdue: (stage: OverdueStage, unit: string | undefined, staff: string | undefined) =>
    infiniteQueryOptions({
      queryKey: ['supervisor', 'overdue', stage, unit, staff],
      queryFn: ({ pageParam, signal }) =>
        api.call('listOverdue', { query: { stage, unit, staff, limit: pageSize, cursor: pageParam }, signal }),
      ...cursor,
      getNextPageParam: following,
    }),
  results: (query: RouteInput<'listResults'>['query']) =>
    queryOptions({
      queryKey: ['supervisor', 'results', query],
      queryFn: ({ signal }) => api.call('listResults', { query, signal }),
    }),
  tasks: (search: SupervisorSearch) => {
    const wanted = selectionOf(search)
    return infiniteQueryOptions({
      queryKey: ['tasks', 'all', wanted],
      queryFn: ({ pageParam, signal }) =>
        api.call('listTasks', {
          query: { scope: 'all', state: 'open', ...wanted, limit: pageSize, cursor: pageParam },
          signal,
        }),
      ...cursor,
      getNextPageParam: following,
    })
  },
}

/** Open tasks of the list that the policy of contact holds back. */
export const heldTasks = (search: SupervisorSearch) => {
  const wanted = selectionOf(search)
  return infiniteQueryOptions({
    queryKey: ['tasks', 'held', wanted],
    queryFn: ({ pageParam, signal }) =>
      api.call('listHeldTasks', { query: { ...wanted, limit: pageSize, cursor: pageParam }, signal }),
    ...cursor,
    getNextPageParam: following,
  })
}

/** A command that changes whose work it is: lists and boards are fetched again, but not after a preview. */
const useWorkCommand = <Input, Answer>(send: (input: Input) => Promise<Answer>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (answer) =>
      isPreview(answer)
        ? undefined
        : Promise.all(
            [['tasks'], ['supervisor'], ['absences']].map((queryKey) => client.invalidateQueries({ queryKey })),
          ),
  })
}

const isPreview = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'preview' in answer && answer.preview === true

export type Assignment = RouteInput<'assignTasks'>['body']
export type Recall = RouteInput<'recallTasks'>['body']

export const useAssign = () => useWorkCommand((body: Assignment) => api.call('assignTasks', { body }))

export const useRecall = () => useWorkCommand((body: Recall) => api.call('recallTasks', { body }))

export const useUpdatePerson = (staffId: string) =>
  useWorkCommand((body: { readonly skills: string[]; readonly minutesPerDay: number | null }) =>
    api.call('updatePerson', { params: { staffId }, body: { ...body, idempotencyKey: newKey() } }),
  )
