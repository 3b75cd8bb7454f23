import type { Db } from '@tend/store'

/** Names of people by their sign-in; who is not there is missing. */
export async function userNames(db: Db, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ id: string; name: string }>(
    `select id, coalesce(staff.name, app_user.name) as name from app_user
     left join staff on staff.staff_id = app_user.staff_id where id = any($1)`,
    [userIds],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
