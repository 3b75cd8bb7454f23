import { createHash, createHmac } from 'node:crypto'
import {
  answerRatingLink,
  countRatings,
  createRatingLink,
  findRatingLink,
  listRatings,
  maskRow,
  maskText,
  rateManager,
  type Score,
} from '@tend/care'
import type { contactRoutes } from '@tend/contract'
import { type Call, commandOf, type Handlers } from '../call.ts'
import { required } from '../outcome.ts'
import { pageRequest } from '../page-request.ts'
import { renderRated, renderRatingForm, renderRatingOver } from '../present/rating-page.ts'
import { unitsOf } from '../units-of.ts'

type Rating = Extract<keyof typeof contactRoutes, `${string}Rating${string}` | 'rateManager'>

export const ratingHandlers: Handlers<Rating> = {
  rateManager: async (call) => {
    const { idempotencyKey, score, comment } = call.body
    const input = { customerId: call.params.customerId, score: score as Score, comment }
    required(await rateManager(call.api.store, commandOf(call, idempotencyKey), input))
    return null
  },

  createRatingLink: async (call) => {
    const { api, person, params, body } = call
    // The same click makes the same link; nobody can guess another's without the server's secret.
    const token = createHmac('sha256', api.secret)
      .update(`rating-link|${person.actor.userId}|${params.customerId}|${body.idempotencyKey}`)
      .digest('base64url')
    const done = required(
      await createRatingLink(api.store, commandOf(call, body.idempotencyKey), {
        customerId: params.customerId,
        tokenHash: hashOf(token),
      }),
    )
    return { path: `/v1/rate/${token}`, expiresAt: done.expiresAt }
  },

  showRating: async (call) => {
    const { lang, reply } = call
    const link = await findLink(call)
    if (link !== undefined) return renderRatingForm(link, lang)
    reply.code(404)
    return renderRatingOver(lang)
  },

  answerRating: async (call) => {
    const { api, params, body, at, lang, reply } = call
    const tokenHash = hashOf(params.token)
    const link = await findLink(call)
    if (link !== undefined && !/^[1-5]$/.test(body.score ?? ''))
      return renderRatingForm(link, lang, { isUnanswered: true })
    const score = Number(body.score) as Score
    const comment = body.comment?.slice(0, commentMax)
    if (link !== undefined && (await answerRatingLink(api.store, at, { tokenHash, score, comment })).kind === 'done')
      return renderRated(lang)
    reply.code(404)
    return renderRatingOver(lang)
  },

  listRatings: async ({ api, person, query, request }) => {
    const { actor } = person
    const page = await listRatings(api.store, actor, await person.scope(), {
      ...pageRequest(query),
      staffId: query.staff,
      unitIds: await unitsOf(api, query.unit),
      scoreMax: query.scoreMax,
    })
    const directory = await api.directory()
    request.viewedCustomers = [...new Set(page.items.map(({ customer_id }) => customer_id))]
    return {
      items: page.items.map((rating) => ({
        ratingId: String(rating.rating_id),
        customerId: rating.customer_id,
        customerName: maskRow(actor, { name: rating.customer_name }, () => 'name').name,
        staff: { staffId: rating.staff_id, name: rating.staff_name },
        unit: { unitId: rating.unit_id, name: directory.unitName(rating.unit_id) },
        score: rating.score,
        comment:
          rating.comment === null
            ? null
            : maskText(actor.role, rating.comment, { name: rating.customer_name, phone: null, id_number: null }),
        way: rating.way,
        givenAt: rating.given_at,
      })),
      nextCursor: page.next ?? null,
    }
  },

  countRatings: async ({ api, person, query, at }) => {
    const rows = await countRatings(api.store, person.actor, await person.scope(), {
      timeZone: at.timeZone,
      unitIds: await unitsOf(api, query.unit),
      from: query.from,
      until: query.until,
    })
    const directory = await api.directory()
    return {
      items: rows.map((row) => ({
        staff: { staffId: row.staff_id, name: row.staff_name },
        unit: { unitId: row.unit_id, name: directory.unitName(row.unit_id) },
        ratings: row.ratings,
        mean: row.mean,
        byScore: [...row.by_score],
      })),
    }
  },
}

/** As the form has it. */
const commentMax = 1000

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The manager whom a link asks about; of links that are not ours an address may try so many a minute. */
async function findLink({ api, params, at, request }: LinkCall) {
  const link = await findRatingLink(api.store, hashOf(params.token), at.now)
  const [limiter, subject] = link === undefined ? [api.strangers, request.ip] : [api.links, params.token]
  limiter.check(subject, at.now)
  limiter.count(subject, at.now)
  return link
}

type LinkCall = Pick<Call, 'api' | 'at' | 'request'> & { readonly params: { readonly token: string } }
