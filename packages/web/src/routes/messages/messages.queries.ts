import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteInput } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'
import type { MessagesSearch } from './messages-search.ts'

const pageSize = 50

const filterOf = ({ view: _view, ...filters }: MessagesSearch): Omit<MessagesSearch, 'view'> => filters

export const messageQueries = {
  list: (search: MessagesSearch, limit = pageSize) =>
    infiniteQueryOptions({
      queryKey: ['messages', 'list', filterOf(search), limit],
      queryFn: ({ pageParam, signal }) =>
        api.call('listMessages', { query: { ...filterOf(search), limit, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  /** Of all states, by the other filters of the list. */
  counts: (search: MessagesSearch) => {
    const { state: _state, ...query } = filterOf(search)
    return queryOptions({
      queryKey: ['messages', 'counts', query],
      queryFn: ({ signal }) => api.call('countMessages', { query, signal }),
      refetchInterval: 15_000,
    })
  },
  one: (messageId: string) =>
    queryOptions({
      queryKey: ['messages', 'one', messageId],
      queryFn: ({ signal }) => api.call('getMessage', { params: { messageId }, signal }),
    }),
  templates: () =>
    queryOptions({
      queryKey: ['messages', 'templates'],
      queryFn: ({ signal }) => api.call('listTemplates', { signal }),
      staleTime: 60_000,
    }),
  batches: () =>
    queryOptions({
      queryKey: ['messages', 'batches'],
      queryFn: ({ signal }) => api.call('listLetterBatches', { signal }),
    }),
}

const useMessageCommand = <Input, Answer>(send: (input: Input) => Promise<Answer>) => {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: ['messages'] }) })
}

export const useCancelMessage = (messageId: string) =>
  useMessageCommand((reason: string) =>
    api.call('cancelMessage', { params: { messageId }, body: { reason, idempotencyKey: newKey() } }),
  )

export const useResendMessage = (messageId: string) =>
  useMessageCommand(() => api.call('resendMessage', { params: { messageId }, body: { idempotencyKey: newKey() } }))

export type Settlement = 'delivered' | 'not_delivered' | 'resend'

export const useSettleMessage = (messageId: string) =>
  useMessageCommand(({ as, reason }: { readonly as: Settlement; readonly reason: string }) =>
    api.call('settleMessage', { params: { messageId }, body: { as, reason, idempotencyKey: newKey() } }),
  )

export const useAnswerMessage = (messageId: string) =>
  useMessageCommand((text: string) => api.call('answerMessage', { params: { messageId }, body: { text } }))

export const usePrintLetters = () =>
  useMessageCommand((body: Omit<RouteInput<'printLetters'>['body'], 'idempotencyKey'>) =>
    api.call('printLetters', { body: { ...body, idempotencyKey: newKey() } }),
  )

export const usePreviewMessage = () =>
  useMutation({
    mutationFn: ({ customerId, ...body }: { readonly customerId: string } & RouteInput<'previewMessage'>['body']) =>
      api.call('previewMessage', { params: { customerId }, body }),
  })
