import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteInput } from '@tend/contract'
import { api, newKey } from '../../api/client.ts'

/** What is asked of one customer while caring for them; all under the customer's key, so that a command reads it again. */
export const careQueries = {
  plays: (customerId: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'plays'],
      queryFn: ({ signal }) => api.call('customerPlays', { params: { customerId }, signal }),
    }),
  cases: (customerId: string, state: 'open' | 'all') =>
    queryOptions({
      queryKey: ['customers', customerId, 'cases', state],
      queryFn: ({ signal }) =>
        api.call('listCases', { query: { customer: customerId, state, scope: 'all', limit: 50 }, signal }),
    }),
  grants: (customerId: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'grants'],
      queryFn: ({ signal }) => api.call('listCustomerGrants', { params: { customerId }, signal }),
    }),
  consents: (customerId: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'consents'],
      queryFn: ({ signal }) => api.call('getConsents', { params: { customerId }, signal }),
    }),
  mayContact: (customerId: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'may-contact'],
      queryFn: ({ signal }) => api.call('mayContact', { params: { customerId }, signal }),
    }),
  visits: (customerId: string) =>
    infiniteQueryOptions({
      queryKey: ['customers', customerId, 'visits'],
      queryFn: ({ pageParam, signal }) =>
        api.call('listVisits', { params: { customerId }, query: { limit: 10, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  attachments: (customerId: string) =>
    infiniteQueryOptions({
      queryKey: ['customers', customerId, 'attachments'],
      queryFn: ({ pageParam, signal }) =>
        api.call('listAttachments', { params: { customerId }, query: { limit: 20, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  templates: () =>
    queryOptions({
      queryKey: ['templates'],
      queryFn: ({ signal }) => api.call('listTemplates', { signal }),
      staleTime: 10 * 60_000,
    }),
  subscriptions: (customerId: string) =>
    queryOptions({
      queryKey: ['customers', customerId, 'subscriptions'],
      queryFn: ({ signal }) => api.call('getSubscriptions', { params: { customerId }, signal }),
    }),
  ratings: (staffId: string) =>
    queryOptions({
      queryKey: ['ratings', staffId],
      queryFn: ({ signal }) => api.call('listRatings', { query: { staff: staffId, limit: 20 }, signal }),
    }),
}

/** A command about one customer; afterwards everything shown of that customer is read again, open cases and lists of work as well. */
const useCareCommand = <Input, Output>(customerId: string, send: (input: Input) => Promise<Output>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['cases'] })
      return client.invalidateQueries({ queryKey: ['customers', customerId] })
    },
  })
}

type Body<
  Name extends 'openCase' | 'recordConsent' | 'offerBenefit' | 'settleGrant' | 'setSubscriptions' | 'rateManager',
> = Omit<RouteInput<Name>['body'], 'idempotencyKey'>

export const useOpenCase = (customerId: string) =>
  useCareCommand(customerId, (body: Body<'openCase'>) =>
    api.call('openCase', { params: { customerId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useRecordConsent = (customerId: string) =>
  useCareCommand(customerId, (body: Body<'recordConsent'>) =>
    api.call('recordConsent', { params: { customerId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useOfferBenefit = (customerId: string) =>
  useCareCommand(customerId, (body: Body<'offerBenefit'>) =>
    api.call('offerBenefit', { params: { customerId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useSettleGrant = (customerId: string) =>
  useCareCommand(customerId, ({ grantId, ...body }: Body<'settleGrant'> & { readonly grantId: string }) =>
    api.call('settleGrant', { params: { grantId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useSetSubscriptions = (customerId: string) =>
  useCareCommand(customerId, (body: Body<'setSubscriptions'>) =>
    api.call('setSubscriptions', { params: { customerId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useBeginVisit = (customerId: string) =>
  useCareCommand(customerId, (of: Pick<RouteInput<'beginVisit'>['body'], 'channel' | 'taskId'>) =>
    api.call('beginVisit', { params: { customerId }, body: { ...of, idempotencyKey: newKey() } }),
  )

type VisitPatch = RouteInput<'saveVisit'>['body']

/** Not read again after every key: the answer is the record. */
export const useSaveVisit = (customerId: string, visitId: string) =>
  useMutation({
    mutationFn: (body: VisitPatch) => api.call('saveVisit', { params: { customerId, visitId }, body }),
  })

export const useCloseVisit = (customerId: string, visitId: string) =>
  useCareCommand(customerId, (body: RouteInput<'closeVisit'>['body']) =>
    api.call('closeVisit', { params: { customerId, visitId }, body }),
  )

export const useAddAttachment = (customerId: string) =>
  useCareCommand(customerId, (file: File) =>
    api.call('addAttachment', { params: { customerId }, body: { file, idempotencyKey: newKey() } }),
  )

export const useRemoveAttachment = (customerId: string) =>
  useCareCommand(customerId, ({ attachmentId, reason }: { attachmentId: string; reason: string }) =>
    api.call('removeAttachment', { params: { customerId, attachmentId }, body: { reason, idempotencyKey: newKey() } }),
  )

export const usePreviewMessage = (customerId: string) =>
  useMutation({
    mutationFn: (body: RouteInput<'previewMessage'>['body']) =>
      api.call('previewMessage', { params: { customerId }, body }),
  })

export const useSendMessage = (customerId: string) =>
  useCareCommand(customerId, (body: RouteInput<'sendMessage'>['body']) =>
    api.call('sendMessage', { params: { customerId }, body }),
  )

export const useRateManager = (customerId: string) =>
  useCareCommand(customerId, (body: Body<'rateManager'>) =>
    api.call('rateManager', { params: { customerId }, body: { ...body, idempotencyKey: newKey() } }),
  )

export const useRatingLink = (customerId: string) =>
  useMutation({
    mutationFn: () => api.call('createRatingLink', { params: { customerId }, body: { idempotencyKey: newKey() } }),
  })
