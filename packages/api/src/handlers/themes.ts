import {
  type Theme as CareTheme,
  checkTheme,
  countThemeLeftOut,
  findTheme,
  listThemeLeftOut,
  listThemes,
  listThemeUnits,
  previewTheme,
  readThemeExpression,
  startTheme,
  stopTheme,
} from '@tend/care'
import type { playRoutes, Theme } from '@tend/contract'
import { type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { describeFault } from '../http/errors.ts'
import { required } from '../outcome.ts'
import type { Person } from '../person.ts'
import { leftOutCodeOf, leftOutLabel, presentLeftOut } from '../present/left-out.ts'
import { customersShown } from '../present/named.ts'
import { presentTheme } from '../present/theme.ts'
import { beginTheme, withSegment } from '../theme-job.ts'

type ThemeRoute = Exclude<keyof typeof playRoutes, 'getStrategy' | 'customerPlays'>
type ThemeCall = Pick<Call, 'api' | 'at'> & { readonly person: Person }

export const themeHandlers: Handlers<ThemeRoute> = {
  previewTheme: async (call) => {
    const { api, person, at, body, signal, request } = call
    const pack = api.pack
    const { play, unitId, value } = required(
      await checkTheme(api.store, { actor: person.actor, ...at }, pack, orderOf(body)),
    )
    const { condition, startsOn, endsOn } = body
    const plan = { themeId: 0, name: '', goal: '', play, value, startsOn, endsOn, unitId, condition }
    const { asOf, ...found } = await withSegment(api, pack, plan, signal, async (readChunks, asOf) => ({
      asOf,
      ...(await previewTheme(api.store, pack, plan, readChunks, { asOf, ...at })),
    }))
    const named = await customersShown(
      call,
      found.examples.map(({ customerId }) => customerId),
    )
    request.viewedCustomers = named.ids
    return {
      ...found,
      asOf,
      leftOut: found.leftOut.map(({ code, customers }) => ({
        code: leftOutCodeOf(code),
        label: leftOutLabel(code),
        customers,
      })),
      byUnit: found.byUnit.map(({ unitId: unit, ...counts }) => ({ unit: named.unit(unit), ...counts })),
      examples: found.examples.map(({ customerId, unitId: unit, leftOut }) => ({
        customerId,
        name: named.name(customerId),
        unit: named.unit(unit),
        owner: named.owner(customerId, null),
        code: leftOut === null ? null : leftOutCodeOf(leftOut.code),
        sentence: leftOut === null ? wanted : presentLeftOut(pack, play, leftOut),
      })),
    }
  },

  startTheme: async (call) => {
    const { api, body, person, request } = call
    const pack = api.pack
    const { name, goal } = body
    const command = commandOf(call, body.idempotencyKey)
    const { themeId } = required(await startTheme(api.store, command, pack, { ...orderOf(body), name, goal }))
    const theme = await requireTheme(call, themeId)
    const play = pack.plays.get(theme.play)
    if (theme.state === 'building' && play !== undefined) {
      const { expression: value } = readThemeExpression(pack, theme.value, 'number')
      const { condition, unit_id: unitId, starts_on: startsOn, ends_on: endsOn } = theme
      const job = { themeId, name, goal, play, value, startsOn, endsOn, condition, unitId, by: person.actor.userId }
      await beginTheme(api, pack, job, (error) =>
        request.log.error({ fault: describeFault(error) }, 'a theme could not be built'),
      )
    }
    return present(call, theme)
  },

  listThemes: async (call) => {
    const { api, person, at, query } = call
    const page = await listThemes(api.store, await person.scope(), at, {
      limit: query.limit,
      ...(query.state === undefined ? {} : { state: query.state }),
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    })
    return { items: await Promise.all(page.items.map((theme) => present(call, theme))), nextCursor: page.next ?? null }
  },

  getTheme: async (call) => {
    const { api, params } = call
    const theme = await requireTheme(call, themeNumber(params.themeId))
    const directory = await api.directory()
    const [leftOut, units] = [
      await countThemeLeftOut(api.store, theme.theme_id),
      await listThemeUnits(api.store, theme.theme_id),
    ]
    return {
      ...(await present(call, theme)),
      leftOutBy: leftOut.map(({ code, customers }) => ({
        code: leftOutCodeOf(code),
        label: leftOutLabel(code),
        customers,
      })),
      byUnit: units.map(({ unit_id, left_out, ...counts }) => ({
        unit: { unitId: unit_id, name: directory.unitName(unit_id) },
        leftOut: left_out,
        ...counts,
      })),
    }
  },

  listThemeLeftOut: async (call) => {
    const { api, params, query, request } = call
    const theme = await requireTheme(call, themeNumber(params.themeId))
    const page = await listThemeLeftOut(api.store, await call.person.scope(), {
      themeId: theme.theme_id,
      limit: query.limit,
      ...(query.code === undefined ? {} : { code: query.code }),
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    })
    const named = await customersShown(
      call,
      page.items.map(({ customer_id }) => customer_id),
    )
    request.viewedCustomers = named.ids
    const play = api.pack.plays.get(theme.play)
    return {
      items: page.items.map(({ customer_id, unit_id, code, detail, until }) => ({
        customerId: customer_id,
        name: named.name(customer_id),
        unit: named.unit(unit_id),
        owner: named.owner(customer_id, null),
        code: leftOutCodeOf(code),
        sentence: presentLeftOut(api.pack, play, { code, detail, until }),
        until,
      })),
      nextCursor: page.next ?? null,
    }
  },

  stopTheme: async (call) => {
    const { api, params, body } = call
    const themeId = themeNumber(params.themeId)
    required(await stopTheme(api.store, commandOf(call, body.idempotencyKey), { themeId, reason: body.reason }))
    return present(call, await requireTheme(call, themeId))
  },
}

type Ordered = {
  readonly play: string
  readonly condition: string
  readonly value: string
  readonly unit?: string | undefined
  readonly startsOn: string
  readonly endsOn: string
}

const orderOf = ({ play, condition, value, unit, startsOn, endsOn }: Ordered) => ({
  play,
  condition,
  value,
  startsOn,
  endsOn,
  ...(unit === undefined ? {} : { unit }),
})

const wanted = { zh: '纳入专题。', en: 'Would get it.' }

/** Ids of themes are numbers; what is none names no theme. */
function themeNumber(id: string): number {
  if (!/^\d{1,15}$/.test(id)) throw new ApiFailure('not-found')
  return Number(id)
}

async function requireTheme({ api, person, at }: ThemeCall, themeId: number): Promise<CareTheme> {
  const theme = await findTheme(api.store, await person.scope(), themeId, at)
  if (theme === undefined) throw new ApiFailure('not-found')
  return theme
}

async function present({ api, person }: ThemeCall, theme: CareTheme): Promise<Theme> {
  const maySee = { stop: person.may('themes.manage') }
  return presentTheme({ pack: api.pack, directory: await api.directory(), maySee }, theme)
}
