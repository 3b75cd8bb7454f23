import { judgeContacts, listConsents, type RefusalLink, readRefuseToken, recordConsent, refuseByLink } from '@tend/care'
import type { consentRoutes } from '@tend/contract'
import { type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { requireSnapshot } from '../find-customer.ts'
import { required } from '../outcome.ts'
import { presentConsents } from '../present/consents.ts'
import { renderBroken, renderDone, renderQuestion } from '../present/refusal-page.ts'
import { presentVerdict } from '../present/verdict.ts'
import { watchStops } from '../stops.ts'

export const consentHandlers: Handlers<keyof typeof consentRoutes> = {
  getConsents: async (call) => {
    const { api, person, params, at } = call
    await requireSnapshot(call)
    return presentConsents(api.pack, person, await listConsents(api.store, params.customerId), at.now)
  },

  recordConsent: async (call) => {
    const { api, person, params, body, at } = call
    const { idempotencyKey, textVersion, proof, ...said } = body
    const done = required(
      await recordConsent(api.store, commandOf(call, idempotencyKey), await person.scope(), api.pack, {
        ...said,
        customerId: params.customerId,
        ...(textVersion === undefined ? {} : { textVersion }),
        ...(proof === undefined ? {} : { proof }),
      }),
    )
    const consents = await listConsents(api.store, params.customerId)
    return {
      consentId: String(done.consentId),
      stopped: done.stopped,
      consents: presentConsents(api.pack, person, consents, at.now),
    }
  },

  mayContact: async (call) => {
    const { api, params, query, at } = call
    const { pack } = api
    await requireSnapshot(call)
    const purposes = query.purpose === undefined ? [...pack.purposes.keys()] : [query.purpose]
    const channels = query.channel === undefined ? [...pack.channels.keys()] : [query.channel]
    const unknown = [
      ...purposes.filter((purpose) => !pack.purposes.has(purpose)),
      ...channels.filter((channel) => !pack.channels.has(channel)),
    ]
    if (unknown[0] !== undefined) throw new ApiFailure('unknown-definition', { detail: unknown[0] })
    const asked = purposes.flatMap((purpose) => channels.map((channel) => ({ purpose, channel })))
    const asks = asked.map((pair) => ({ ...pair, customerId: params.customerId, at: at.now }))
    const verdicts = await judgeContacts(api.store, pack, asks, { hour: true, timeZone: at.timeZone })
    return {
      at: at.now.toISOString(),
      items: asked.flatMap((pair, index) => {
        const verdict = verdicts[index]
        return verdict === undefined ? [] : [{ ...pair, verdict: presentVerdict(pack, verdict, pair) }]
      }),
    }
  },

  watchStops: async (call) => watchStops(call),

  showRefusal: async (call) => {
    const { api, lang, reply } = call
    const link = readLink(call)
    if (link === undefined) {
      reply.code(404)
      return renderBroken(lang)
    }
    const purpose = api.pack.purposes.get(link.purpose)?.label ?? { zh: link.purpose, en: link.purpose }
    return renderQuestion(purpose, lang)
  },

  refuse: async (call) => {
    const { api, query, lang, at, reply } = call
    const link = readLink(call)
    if (link === undefined) {
      reply.code(404)
      return renderBroken(lang)
    }
    await refuseByLink(api.store, api.pack, at, { ...link, from: query.from })
    return renderDone(lang)
  },
}

/** What a link refuses; undefined for one that is not ours, of which an address may try so many a minute. */
function readLink({ api, params, at, request }: LinkCall): RefusalLink | undefined {
  const link = readRefuseToken(api.secret, params.token)
  const [limiter, subject] = link === undefined ? [api.strangers, request.ip] : [api.links, params.token]
  limiter.check(subject, at.now)
  limiter.count(subject, at.now)
  return link
}

type LinkCall = Pick<Call, 'api' | 'at' | 'request'> & { readonly params: { readonly token: string } }
