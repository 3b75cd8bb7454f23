import {
  type AuditRow,
  findStaff,
  listAudit,
  maskText,
  type Named,
  readNamed,
  recordAudit,
  sealAudit,
  verifyAudit,
} from '@tend/care'
import type { auditRoutes, User, userRoutes } from '@tend/contract'
import type { Db } from '@tend/store'
import type { Api, Call, Handlers } from '../call.ts'
import { readTextCursor, writeCursor } from '../cursor.ts'
import { ApiFailure } from '../failure.ts'
import type { Person } from '../person.ts'
import { requireStrongPassword } from '../sign-in/password.ts'
import { createUser, findUser, listUsers, setActive, setPassword, type UserRow } from '../sign-in/users.ts'
import { userNames } from '../user-names.ts'

export const auditHandlers: Handlers<keyof typeof auditRoutes> = {
  listAudit: async ({ api, person, query }) => {
    const { limit, cursor, actor, action, subjectKind, subject } = query
    const page = await listAudit(api.store, {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { action }),
      ...(subjectKind === undefined ? {} : { subjectKind }),
      ...(subject === undefined ? {} : { subjectId: subject }),
    })
    const names = await userNames(api.store, [
      ...new Set(page.items.flatMap((row) => [row.actor, ...(row.subject_kind === 'user' ? [row.subject_id] : [])])),
    ])
    const { staffName } = await api.directory()
    const customers = await readNamed(api.store, page.items.flatMap(customerOf))
    return {
      items: page.items.map((row) => ({
        auditId: String(row.id),
        at: row.at,
        actor: row.actor,
        actorName: names.get(row.actor) ?? null,
        action: row.action,
        subjectKind: row.subject_kind,
        subjectId: row.subject_id,
        details: maskReason(person, row, customers.get(customerOf(row)[0] ?? '')),
        names: Object.fromEntries(
          [...peopleOf(row)].flatMap((id) => {
            const name = names.get(id) ?? staffName(id)
            return name === id ? [] : [[id, name]]
          }),
        ),
        isSealed: row.is_sealed,
      })),
      nextCursor: page.next ?? null,
    }
  },

  verifyAudit: async ({ api }) => {
    await sealAudit(api.store)
    const result = await verifyAudit(api.store, api.auditHead?.())
    return result.kind === 'whole'
      ? { isWhole: true, rows: result.rows, brokenAt: null }
      : { isWhole: false, rows: null, brokenAt: String(result.id) }
  },
}

const peopleIn = ['from', 'to', 'staff', 'staffId', 'substitute', 'owner'] as const

/** Whom a row names beside its actor, by user or staff id. */
const peopleOf = ({ subject_kind, subject_id, detail }: AuditRow): ReadonlySet<string> =>
  new Set([
    ...(subject_kind === 'user' || subject_kind === 'staff' ? [subject_id] : []),
    ...peopleIn.flatMap((key) => detail[key]).filter((id) => typeof id === 'string'),
  ])

const customerOf = ({ subject_kind, subject_id, detail }: AuditRow): readonly string[] => {
  if (subject_kind === 'customer') return [subject_id]
  return typeof detail.customer === 'string' ? [detail.customer] : []
}

/** People write into reasons whom it is about: it reads as it does elsewhere. */
const maskReason = ({ actor }: Person, { detail }: AuditRow, named: Named | undefined): AuditRow['detail'] =>
  typeof detail.reason === 'string'
    ? { ...detail, reason: maskText(actor.role, detail.reason, named ?? nobody) }
    : detail

const nobody: Named = { name: null, phone: null, id_number: null }

export const userHandlers: Handlers<keyof typeof userRoutes> = {
  listUsers: async ({ api, query, at }) => {
    const { search, limit } = query
    const rows = await listUsers(api.store, { search, after: readTextCursor(query.cursor), limit: limit + 1 }, at.now)
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return {
      items: await presentUsers(api, items),
      nextCursor: rows.length > items.length && last ? writeCursor(last.username) : null,
    }
  },

  createUser: async (call) => {
    const { api, body } = call
    requireStrongPassword(body.password, body.username)
    if (!(await findStaff(api.store, body.staffId))?.is_active)
      throw new ApiFailure('unknown-staff', { detail: body.staffId })
    const userId = await api.store.transaction(async (tx) => {
      const created = await createUser(tx, { ...body, mustChangePassword: true })
      await auditUser(tx, call, 'user.created', created, { username: body.username, staffId: body.staffId })
      return created
    })
    return requireUser(call, userId)
  },

  updateUser: async (call) => {
    const { api, params, body } = call
    const user = await findUser(api.store, params.userId, call.at.now)
    if (user === undefined) throw new ApiFailure('not-found')
    const { isActive, password } = body
    await api.store.transaction(async (tx) => {
      if (isActive !== undefined) {
        await setActive(tx, user.id, isActive)
        await auditUser(tx, call, isActive ? 'user.enabled' : 'user.disabled', user.id, {})
      }
      if (password !== undefined) {
        await setPassword(tx, { userId: user.id, username: user.username, password, mustChange: true })
        await auditUser(tx, call, 'user.password_reset', user.id, {})
      }
    })
    return requireUser(call, user.id)
  },
}

type AdminCall = Pick<Call, 'api' | 'at'> & { readonly person: Person }

async function requireUser({ api, at }: AdminCall, userId: string): Promise<User> {
  const row = await findUser(api.store, userId, at.now)
  if (row === undefined) throw new ApiFailure('not-found')
  const [user] = await presentUsers(api, [row])
  return user as User
}

async function presentUsers(api: Api, rows: readonly UserRow[]): Promise<User[]> {
  const directory = await api.directory()
  return rows.map((row) => ({
    userId: row.id,
    username: row.username,
    staffId: row.staff_id,
    name: row.name,
    role: row.role,
    unit: { unitId: row.unit_id, name: directory.unitName(row.unit_id) },
    isActive: row.is_active,
    isLocked: row.is_locked,
    lastSignInAt: row.last_sign_in_at,
  }))
}

const auditUser = (
  tx: Db,
  { person, at }: AdminCall,
  action: string,
  userId: string,
  detail: Record<string, unknown>,
): Promise<void> =>
  recordAudit(tx, { at: at.now, actor: person.actor.userId, action, subjectKind: 'user', subjectId: userId, detail })
