import {
  addressOf,
  bulletinPurpose,
  countLearners,
  countSubscribers,
  decideBulletin,
  findBulletin,
  judgeContacts,
  listBulletins,
  listLearners,
  readReceivers,
  readSubscriptions,
  readTrainings,
  recordTraining,
  setSubscriptions,
  subtreeOf,
  writeBulletin,
} from '@tend/care'
import type { ContactPermission, contentRoutes, Subscriptions } from '@tend/contract'
import { type Api, type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { type CustomerCall, requireSnapshot } from '../find-customer.ts'
import { required } from '../outcome.ts'
import type { Person } from '../person.ts'
import { presentBulletin, presentLearner, presentSubscriptions, presentTrainings } from '../present/content.ts'
import { presentVerdict } from '../present/verdict.ts'
import { rowNumber } from '../row-number.ts'

export const contentHandlers: Handlers<keyof typeof contentRoutes> = {
  listBulletins: async ({ api, person, query }) => {
    const { pack } = api
    const { limit, cursor, state, category } = query
    const page = await listBulletins(api.store, person.actor, {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(state === undefined ? {} : { state }),
      ...(category === undefined ? {} : { category }),
    })
    const subscribers = await countSubscribers(api.store)
    return {
      items: page.items.map((bulletin) => presentBulletin(pack, person, bulletin, subscribers)),
      nextCursor: page.next ?? null,
      categories: [...pack.bulletins.values()].map(({ id, label }) => ({
        id,
        label,
        subscribers: subscribers.get(id) ?? 0,
      })),
      may: { write: person.may('content.edit') },
    }
  },

  writeBulletin: async (call) => {
    const { api, body, person } = call
    const { idempotencyKey, bulletinId, en, ...text } = body
    const done = required(
      await writeBulletin(api.store, commandOf(call, idempotencyKey), api.pack, {
        ...text,
        ...(en === undefined ? {} : { en }),
        ...(bulletinId === undefined ? {} : { bulletinId: rowNumber(bulletinId) }),
      }),
    )
    return bulletinOf(api, person, done.bulletinId)
  },

  decideBulletin: async (call) => {
    const { api, params, body, person } = call
    const done = required(
      await decideBulletin(api.store, commandOf(call, body.idempotencyKey), api.pack, {
        bulletinId: rowNumber(params.bulletinId),
        decision: body.decision,
        ...(body.reason === undefined ? {} : { reason: body.reason }),
      }),
    )
    return bulletinOf(api, person, done.bulletinId)
  },

  listTrainings: async ({ api, person, at }) => {
    const mine = await readTrainings(api.store, api.pack, person.actor, at)
    const learners = person.may('people.view')
      ? await countLearners(api.store, await person.scope(), api.pack, at)
      : undefined
    return { items: presentTrainings(api.pack, mine, learners) }
  },

  listLearners: async ({ api, person, query, at }) => {
    const { limit, cursor, training, state, unit } = query
    if (training !== undefined && !api.pack.trainings.has(training))
      throw new ApiFailure('unknown-definition', { detail: training })
    const page = await listLearners(api.store, await person.scope(), api.pack, at, {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(training === undefined ? {} : { training }),
      ...(state === undefined ? {} : { state }),
      ...(unit === undefined ? {} : { unitIds: await subtreeOf(api.store, unit) }),
    })
    const directory = await api.directory()
    return {
      items: page.items.map((learner) => presentLearner(api.pack, directory, learner)),
      nextCursor: page.next ?? null,
    }
  },

  recordTraining: async (call) => {
    const { api, params, body } = call
    if (!api.pack.trainings.has(params.training)) throw new ApiFailure('not-found')
    const { idempotencyKey, learnedOn, staffIds, note } = body
    const { recorded, validUntil } = required(
      await recordTraining(api.store, commandOf(call, idempotencyKey), api.pack, {
        training: params.training,
        learnedOn,
        ...(staffIds === undefined ? {} : { staffIds }),
        ...(note === undefined ? {} : { note }),
      }),
    )
    return { recorded, validUntil }
  },

  listObjections: async ({ api, query }) => {
    const { play } = query
    if (play !== undefined && !api.pack.plays.has(play)) throw new ApiFailure('unknown-definition', { detail: play })
    const met = [...api.pack.objections.values()].filter(
      ({ plays }) => play === undefined || plays.length === 0 || plays.includes(play),
    )
    return {
      items: met.map(({ id, label, answers, plays, source }) => ({
        id,
        label,
        answers: [...answers],
        plays: [...plays],
        source: source ?? null,
      })),
    }
  },

  getSubscriptions: async (call) => {
    await requireSnapshot(call)
    return subscriptionsOf(call)
  },

  setSubscriptions: async (call) => {
    const { api, params, body } = call
    const { idempotencyKey, channel, textVersion, proof, ...said } = body
    required(
      await setSubscriptions(api.store, commandOf(call, idempotencyKey), api.pack, {
        ...said,
        customerId: params.customerId,
        ...(channel === undefined ? {} : { channel }),
        ...(textVersion === undefined ? {} : { textVersion }),
        ...(proof === undefined ? {} : { proof }),
      }),
    )
    return subscriptionsOf(call)
  },
}

async function bulletinOf(api: Api, person: Person, bulletinId: number) {
  const bulletin = await findBulletin(api.store, person.actor, bulletinId)
  if (bulletin === undefined) throw new ApiFailure('not-found')
  return presentBulletin(api.pack, person, bulletin, await countSubscribers(api.store))
}

async function subscriptionsOf(call: CustomerCall & Pick<Call, 'at'>): Promise<Subscriptions> {
  const { api, person, params, at } = call
  const { customerId } = params
  const chosen = await readSubscriptions(api.store, customerId)
  const receiver = (await readReceivers(api.store, [customerId])).get(customerId)
  const hasAddress = (channel: string): boolean =>
    api.pack.channels.get(channel)?.address === undefined ||
    (receiver !== undefined && addressOf(api.pack, channel, receiver) !== null)
  const channel = chosen[0]?.channel
  const permission = channel === undefined ? null : await permissionOf(api, customerId, channel, at)
  return presentSubscriptions(api.pack, person, chosen, hasAddress, permission)
}

async function permissionOf(
  api: Api,
  customerId: string,
  channel: string,
  at: Call['at'],
): Promise<ContactPermission | null> {
  const asked = { purpose: bulletinPurpose, channel }
  const [verdict] = await judgeContacts(api.store, api.pack, [{ ...asked, customerId, at: at.now }], {
    hour: false,
    timeZone: at.timeZone,
  })
  return verdict === undefined ? null : { ...asked, verdict: presentVerdict(api.pack, verdict, asked) }
}
