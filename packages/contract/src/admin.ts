import { z } from 'zod'
import { role } from './permissions.ts'
import { id, isoInstant, page, paging, unitRef } from './primitives.ts'
import type { Route } from './route.ts'

export const auditRow = z.object({
  auditId: id,
  at: isoInstant,
  /** A user id, or `system`. */
  actor: z.string(),
  actorName: z.string().nullable(),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  /** What was said about it; raw personal values are never in it. */
  details: z.record(z.string(), z.unknown()),
  /** Names of the people whom subject and details give by their user or staff id. */
  names: z.record(z.string(), z.string()),
  /** Sealed rows are chained by hash: none can be changed or taken out unnoticed. */
  isSealed: z.boolean(),
})
export type AuditRow = z.infer<typeof auditRow>

export const auditRoutes = {
  listAudit: {
    method: 'GET',
    path: '/v1/audit',
    query: z.object({
      actor: id.optional(),
      action: z.string().max(64).optional(),
      subjectKind: z.string().max(64).optional(),
      subject: id.optional(),
      ...paging,
    }),
    response: page(auditRow),
    permission: 'audit.view',
    summary: { zh: '审计记录，新的在前', en: 'The audit log, latest first' },
    tags: ['audit'],
  },
  verifyAudit: {
    method: 'GET',
    path: '/v1/audit/verify',
    response: z.object({ isWhole: z.boolean(), rows: z.int().nullable(), brokenAt: id.nullable() }),
    permission: 'audit.view',
    summary: { zh: '校验审计链是否完整', en: 'Check that the chain of the audit log is unbroken' },
    tags: ['audit'],
  },
} as const satisfies Record<string, Route>

export const user = z.object({
  userId: id,
  username: z.string(),
  staffId: id.nullable(),
  name: z.string(),
  role,
  unit: unitRef.nullable(),
  isActive: z.boolean(),
  isLocked: z.boolean(),
  lastSignInAt: isoInstant.nullable(),
})
export type User = z.infer<typeof user>

const userParams = z.object({ userId: id })

export const userRoutes = {
  listUsers: {
    method: 'GET',
    path: '/v1/users',
    query: z.object({ search: z.string().trim().min(1).max(100).optional(), ...paging }),
    response: page(user),
    permission: 'users.manage',
    summary: { zh: '用户', en: 'Sign-ins' },
    tags: ['users'],
  },
  createUser: {
    method: 'POST',
    path: '/v1/users',
    body: z.object({
      username: z
        .string()
        .min(2)
        .max(64)
        .regex(/^[a-z0-9][a-z0-9._-]*$/),
      /** To be changed at the first sign-in. */
      password: z.string().min(1).max(200),
      /** A person of the staff list, whose role and unit the sign-in takes. */
      staffId: id,
    }),
    response: user,
    status: 201,
    permission: 'users.manage',
    audit: 'change',
    summary: { zh: '新建用户', en: 'Create a sign-in for a person of the staff list' },
    tags: ['users'],
  },
  updateUser: {
    method: 'PATCH',
    path: '/v1/users/:userId',
    params: userParams,
    body: z.object({
      /** False ends every session of the user at once. */
      isActive: z.boolean().optional(),
      /** A fresh password, to be changed at the next sign-in; also unlocks. */
      password: z.string().min(1).max(200).optional(),
    }),
    response: user,
    permission: 'users.manage',
    audit: 'change',
    summary: { zh: '停用、启用或重设密码', en: 'Disable, enable or reset the password' },
    tags: ['users'],
  },
} as const satisfies Record<string, Route>
