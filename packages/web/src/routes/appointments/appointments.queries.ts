import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteInput } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'

export const appointmentQueries = {
  range: (from: string, to: string) =>
    queryOptions({
      queryKey: ['appointments', from, to],
      queryFn: ({ signal }) => api.call('listAppointments', { query: { from, to }, signal }),
      refetchInterval: 120_000,
    }),
  feed: () =>
    queryOptions({
      queryKey: ['calendar-feed'],
      queryFn: ({ signal }) => api.call('getCalendarFeed', { signal }),
    }),
}

type Body<Name extends 'createAppointment' | 'moveAppointment' | 'cancelAppointment'> = Omit<
  RouteInput<Name>['body'],
  'idempotencyKey'
>

/** An agreed time is a task: lists of work, the task itself and the customer are read again. */
const useAppointmentCommand = <Input, Output>(send: (input: Input) => Promise<Output>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      for (const queryKey of [['tasks'], ['task'], ['customers']]) void client.invalidateQueries({ queryKey })
      return client.invalidateQueries({ queryKey: ['appointments'] })
    },
  })
}

export const useCreateAppointment = () =>
  useAppointmentCommand((body: Body<'createAppointment'> & { readonly idempotencyKey: string }) =>
    api.call('createAppointment', { body }),
  )

export const useMoveAppointment = (taskId: string) =>
  useAppointmentCommand((body: Body<'moveAppointment'>) =>
    api.call('moveAppointment', { params: { taskId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useCancelAppointment = (taskId: string) =>
  useAppointmentCommand((body: Body<'cancelAppointment'>) =>
    api.call('cancelAppointment', { params: { taskId }, body: { ...body, idempotencyKey: newKey() } }),
  )

const useFeedCommand = <Output>(send: () => Promise<Output>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: appointmentQueries.feed().queryKey }),
  })
}

export const useCreateFeed = () => useFeedCommand(() => api.call('createCalendarFeed'))

export const useRevokeFeed = () => useFeedCommand(() => api.call('revokeCalendarFeed'))
