import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteInput, timelineKinds } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'
import type { CustomersSearch } from './customers-search.ts'

const pageSize = 50

/** The part of the address that narrows the list; columns and order do not change how many customers match. */
const filterOf = ({ level, range, search, unit, owner, moment }: CustomersSearch) => ({
  ...(level ? { level: [...level] } : {}),
  ...(range ? { range: [...range] } : {}),
  search,
  unit,
  owner,
  moment,
})

export type TimelineFilter = {
  readonly kinds: readonly (typeof timelineKinds)[number][]
  readonly channels: readonly string[]
}

/** A filter that names nothing is none. */
const some = <Item>(items: readonly Item[]): Item[] | undefined => (items.length === 0 ? undefined : [...items])

export const customerQueries = {
  list: (search: CustomersSearch) =>
    infiniteQueryOptions({
      queryKey: ['customers', 'list', filterOf(search), search.sort],
      queryFn: ({ pageParam, signal }) =>
        api.call('listCustomers', {
          query: { ...filterOf(search), sort: search.sort, limit: pageSize, cursor: pageParam },
          signal,
        }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  count: (search: CustomersSearch) =>
    queryOptions({
      queryKey: ['customers', 'count', filterOf(search)],
      queryFn: ({ signal }) => api.call('countCustomers', { query: filterOf(search), signal }),
    }),
  levels: (unit: string | undefined) =>
    queryOptions({
      queryKey: ['boards', 'levels', unit ?? 'all'],
      queryFn: ({ signal }) => api.call('countLevels', { query: { unit }, signal }),
      staleTime: 5 * 60_000,
    }),
  one: (customerId: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'card'],
      queryFn: ({ signal }) => api.call('getCustomer', { params: { customerId }, signal }),
    }),
  why: (customerId: string, scheme: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'why', scheme],
      queryFn: ({ signal }) => api.call('explainClass', { params: { customerId, scheme }, signal }),
    }),
  levelHistory: (customerId: string, scheme: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'levels', scheme],
      queryFn: ({ signal }) => api.call('listLevels', { params: { customerId }, query: { scheme }, signal }),
    }),
  levelOn: (customerId: string, scheme: string, date: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'levels', scheme, date],
      queryFn: ({ signal }) => api.call('explainClassOn', { params: { customerId, scheme, date }, signal }),
    }),
  overrides: (customerId: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'overrides'],
      queryFn: ({ signal }) => api.call('listLevelOverrides', { params: { customerId }, signal }),
    }),
  series: (customerId: string, indicator: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'series', indicator],
      queryFn: ({ signal }) =>
        api.call('getSeries', { params: { customerId }, query: { indicator: [indicator], months: 24 }, signal }),
      staleTime: 5 * 60_000,
    }),
  scores: (customerId: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'scores'],
      queryFn: ({ signal }) => api.call('listScores', { params: { customerId }, signal }),
    }),
  moments: (customerId: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'moments'],
      queryFn: ({ signal }) => api.call('listMoments', { params: { customerId }, signal }),
    }),
  timeline: (customerId: string, { kinds, channels }: TimelineFilter) =>
    infiniteQueryOptions({
      queryKey: ['customers', customerId, 'timeline', kinds, channels],
      queryFn: ({ pageParam, signal }) =>
        api.call('listTimeline', {
          params: { customerId },
          query: { kind: some(kinds), channel: some(channels), limit: 20, cursor: pageParam },
          signal,
        }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  tasks: (customerId: string) =>
    infiniteQueryOptions({
      queryKey: ['customers', customerId, 'tasks'],
      queryFn: ({ pageParam, signal }) =>
        api.call('listCustomerTasks', { params: { customerId }, query: { limit: 10, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
}

/** A command about one customer; afterwards everything shown of that customer is fetched again. */
const useCustomerCommand = <Input, Output>(customerId: string, send: (input: Input) => Promise<Output>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: ['customers', customerId] }),
  })
}

type Body<Name extends 'saveForm' | 'recordContact' | 'handOver' | 'addHelper'> = Omit<
  RouteInput<Name>['body'],
  'idempotencyKey'
>

export const useSaveForm = (customerId: string, form: string) =>
  useCustomerCommand(customerId, (answers: Body<'saveForm'>['answers']) =>
    api.call('saveForm', {
      params: { customerId, form },
      body: { answers, purposeShown: true, idempotencyKey: newKey() },
    }),
  )

/** The key belongs to the form that was filled in, so that sending it again records nothing twice. */
export const useRecordContact = (customerId: string) =>
  useCustomerCommand(customerId, (body: RouteInput<'recordContact'>['body']) =>
    api.call('recordContact', { params: { customerId }, body }),
  )

export const useHandOver = (customerId: string) =>
  useCustomerCommand(customerId, (body: Body<'handOver'>) =>
    api.call('handOver', { params: { customerId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useAddHelper = (customerId: string) =>
  useCustomerCommand(customerId, (body: Body<'addHelper'>) =>
    api.call('addHelper', { params: { customerId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useRemoveHelper = (customerId: string) =>
  useCustomerCommand(customerId, ({ staffId, reason }: Body<'addHelper'>) =>
    api.call('removeHelper', { params: { customerId, staffId }, body: { reason, idempotencyKey: newKey() } }),
  )

export const useOverrideLevel = (customerId: string) =>
  useCustomerCommand(customerId, (body: RouteInput<'overrideLevel'>['body']) =>
    api.call('overrideLevel', { params: { customerId }, body }),
  )

export const useReveal = (customerId: string) =>
  useMutation({
    mutationFn: (body: RouteInput<'revealField'>['body']) => api.call('revealField', { params: { customerId }, body }),
  })
