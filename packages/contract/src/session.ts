import { z } from 'zod'
import { permission, role } from './permissions.ts'
import { id, isoDate, isoInstant, label, noContent, unitRef } from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['session'] as const
const language = z.enum(['zh', 'en'])

export const me = z.object({
  userId: id,
  username: z.string(),
  /** Null for an administrator who is not on the staff list. */
  staffId: id.nullable(),
  name: z.string(),
  role,
  unit: unitRef.nullable(),
  permissions: z.array(permission),
  language,
  /** True until the first password, set by somebody else, was changed. */
  mustChangePassword: z.boolean(),
  sessionExpiresAt: isoInstant,
})
export type Me = z.infer<typeof me>

export const health = z.object({
  ready: z.boolean(),
  version: z.string(),
  pack: z.object({ id: z.string(), version: z.string(), hash: z.string(), label }),
  /** Null before the first run was published. */
  data: z.object({ asOf: isoDate, publishedAt: isoInstant, ageHours: z.number(), customers: z.int() }).nullable(),
})
export type Health = z.infer<typeof health>

export const sessionRoutes = {
  getHealth: {
    method: 'GET',
    path: '/health',
    response: health,
    permission: 'open',
    summary: { zh: '服务状态与数据新鲜度', en: 'Readiness and freshness of the data' },
    tags,
  },
  signIn: {
    method: 'POST',
    path: '/api/auth/sign-in',
    body: z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(200) }),
    response: me,
    permission: 'open',
    summary: { zh: '登录，设置会话 Cookie', en: 'Sign in; sets the session cookie' },
    tags,
  },
  signOut: {
    method: 'POST',
    path: '/api/auth/sign-out',
    response: noContent,
    status: 204,
    permission: 'open',
    summary: { zh: '退出登录', en: 'Sign out' },
    tags,
  },
  getMe: {
    method: 'GET',
    path: '/v1/me',
    response: me,
    permission: 'signed_in',
    summary: { zh: '当前用户、角色与权限', en: 'The person signed in, their role and permissions' },
    tags,
  },
  updateMe: {
    method: 'PATCH',
    path: '/v1/me',
    body: z.object({ language }),
    response: me,
    permission: 'signed_in',
    summary: { zh: '切换语言', en: 'Choose one’s language' },
    tags,
  },
  changePassword: {
    method: 'POST',
    path: '/v1/me/password',
    body: z.object({ currentPassword: z.string().min(1).max(200), newPassword: z.string().min(1).max(200) }),
    response: noContent,
    status: 204,
    permission: 'signed_in',
    audit: 'change',
    summary: { zh: '修改自己的密码，其他会话随之失效', en: 'Change one’s own password; other sessions end' },
    tags,
  },
} as const satisfies Record<string, Route>
