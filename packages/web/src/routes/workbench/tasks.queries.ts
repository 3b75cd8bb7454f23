import {
  hashKey,
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type { RouteInput, RouteResponse, Task } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'
import type { Recorded } from './send-queue.ts'
import type { Show, WorkbenchSearch } from './workbench-search.ts'

const pageSize = 50

type Filter = Pick<WorkbenchSearch, 'module' | 'label'>
type Page = RouteResponse<'listTasks'>

const stateOf = (show: Show) => (show === 'late' ? ({ state: 'open', overdue: 'remind' } as const) : { state: show })

export const taskQueries = {
  mine: (show: Show, { module, label }: Filter) =>
    infiniteQueryOptions({
      queryKey: ['tasks', 'mine', show, module, label],
      queryFn: ({ pageParam, signal }) =>
        api.call('listTasks', {
          query: { scope: 'mine', ...stateOf(show), module, label, limit: pageSize, cursor: pageParam },
          signal,
        }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: 120_000,
    }),
  counts: () =>
    queryOptions({
      queryKey: ['tasks', 'counts'],
      queryFn: ({ signal }) => api.call('countTasks', { signal }),
      refetchInterval: 120_000,
    }),
  modules: () =>
    queryOptions({
      queryKey: ['tasks', 'modules'],
      queryFn: ({ signal }) => api.call('listModules', { query: { scope: 'mine' }, signal }),
      staleTime: 60_000,
    }),
  plans: () =>
    queryOptions({
      queryKey: ['tasks', 'plans'],
      queryFn: ({ signal }) => api.call('listPlans', { signal }),
      staleTime: 60_000,
    }),
  one: (taskId: string) =>
    queryOptions({
      queryKey: ['task', taskId],
      queryFn: ({ signal }) => api.call('getTask', { params: { taskId }, signal }),
      staleTime: 30_000,
    }),
  colleagues: (taskId: string) =>
    queryOptions({
      queryKey: ['task', taskId, 'colleagues'],
      queryFn: ({ signal }) => api.call('listColleagues', { params: { taskId }, signal }),
    }),
  draft: (taskId: string) =>
    queryOptions({
      queryKey: ['task', taskId, 'draft'],
      queryFn: ({ signal }) => api.call('getDraft', { params: { taskId }, signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
}

const withoutTask = (data: InfiniteData<Page> | undefined, taskId: string) =>
  data && {
    ...data,
    pages: data.pages.map((page) => ({ ...page, items: page.items.filter((task) => task.taskId !== taskId) })),
  }

/** After an outcome: the task leaves the lists at once, and lists, counts and the customer are read again without anybody waiting for it. */
export const applyRecorded = (client: QueryClient, { task, next }: Recorded): void => {
  client.setQueriesData<InfiniteData<Page>>({ queryKey: ['tasks', 'mine'] }, (data) => withoutTask(data, task.taskId))
  if (next) client.setQueryData(taskQueries.one(next.taskId).queryKey, next)
  client.removeQueries({ queryKey: ['task', task.taskId] })
  void client.invalidateQueries({ queryKey: ['tasks'] })
  void client.invalidateQueries({ queryKey: ['customers', task.customer.customerId] })
}

const useTaskCommand = <Input, Output>(send: (input: Input) => Promise<Output>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      // It leaves the screen, and may not be theirs to read any more.
      void client.invalidateQueries({ queryKey: ['task'], refetchType: 'none' })
      void client.invalidateQueries({ queryKey: ['supervisor'] })
      return client.invalidateQueries({ queryKey: ['tasks'] })
    },
  })
}

export const useClaim = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (count: number) => api.call('claimTasks', { body: { count, idempotencyKey: newKey() } }),
    onSuccess: ({ items }) => applyClaimed(client, items),
  })
}

/**
 * What was claimed stands at the end of the list at once, and nothing but the counts and other lists is read again: it happens while the
 * person is at work with another customer.
 */
const applyClaimed = (client: QueryClient, items: Page['items']): Promise<void> => {
  const { queryKey } = taskQueries.mine('ready', {})
  // A list that is being read may have been read before the claim.
  const isSettled = client.getQueryState(queryKey)?.fetchStatus === 'idle'
  const isWhole = isSettled && client.getQueryData(queryKey)?.pages.at(-1)?.nextCursor === null
  if (isWhole) client.setQueryData(queryKey, (data) => data && withTasks(data, items))
  const untouched = [taskQueries.plans().queryKey, taskQueries.modules().queryKey, ...(isWhole ? [queryKey] : [])]
  for (const { taskId } of items) void client.invalidateQueries({ queryKey: taskQueries.one(taskId).queryKey })
  const hashes = new Set(untouched.map((key) => hashKey(key)))
  return client.invalidateQueries({ queryKey: ['tasks'], predicate: ({ queryHash }) => !hashes.has(queryHash) })
}

const withTasks = (data: InfiniteData<Page>, items: Page['items']) => {
  const known = new Set(data.pages.flatMap((page) => page.items.map(({ taskId }) => taskId)))
  const last = data.pages.length - 1
  const added = items.filter(({ taskId }) => !known.has(taskId))
  return {
    ...data,
    pages: data.pages.map((page, index) => (index === last ? { ...page, items: [...page.items, ...added] } : page)),
  }
}

export const useRelease = () =>
  useTaskCommand((taskId: string) =>
    api.call('releaseTask', { params: { taskId }, body: { idempotencyKey: newKey() } }),
  )

export const useHandOverTask = (taskId: string) =>
  useTaskCommand((body: Omit<RouteInput<'handOverTask'>['body'], 'idempotencyKey'>) =>
    api.call('handOverTask', { params: { taskId }, body: { ...body, idempotencyKey: newKey() } }),
  )

/** A tick shows at once and is taken back where the server refuses it. */
export const useTick = (taskId: string) => {
  const client = useQueryClient()
  const { queryKey } = taskQueries.one(taskId)
  const put = (ticks: readonly number[]): void =>
    void client.setQueryData<Task>(queryKey, (task) => task && { ...task, ticks: [...ticks] })
  return useMutation({
    mutationFn: ({ index, isDone }: { index: number; isDone: boolean }) =>
      api.call('tickTask', { params: { taskId, index }, body: { isDone } }),
    onMutate: ({ index, isDone }) => {
      const before = client.getQueryData<Task>(queryKey)?.ticks ?? []
      put(isDone ? [...before, index] : before.filter((each) => each !== index))
      return { before }
    },
    onError: (_error, _input, context) => put(context?.before ?? []),
    onSuccess: ({ ticks }) => put(ticks),
  })
}
