import type { MessageKind, Pack } from '@tend/pack'
import type { Db } from '@tend/store'

/** What a message needs to know of its customer: where to, and who could sign it. Raw values. */
export type Receiver = {
  readonly customer_id: string
  readonly name: string | null
  readonly phone: string | null
  readonly contact_points: Readonly<Record<string, unknown>>
  readonly unit_id: string
  readonly unit_name: string
  /** The owner while in service. */
  readonly owner_id: string | null
  readonly owner_name: string | null
  /** Who had the latest contact, while in service. */
  readonly contact_staff_id: string | null
  readonly contact_staff_name: string | null
}

/** Receivers by customer id; unknown customers are missing. */
export const readReceivers = async (db: Db, customerIds: readonly string[]): Promise<ReadonlyMap<string, Receiver>> => {
  const rows = await db.query<Receiver>(
    `select customer.customer_id, customer.name, phone, contact_points, customer.unit_id, coalesce(org_unit.name, customer.unit_id) as unit_name,
       owner.staff_id as owner_id, owner.name as owner_name, closest.staff_id as contact_staff_id, closest.name as contact_staff_name
     from customer
     left join org_unit on org_unit.unit_id = customer.unit_id
     left join staff as owner on owner.staff_id = customer.owner_id and owner.is_active
     left join lateral (
       select staff.staff_id, staff.name
       from contact join staff on staff.staff_id = contact.staff_id and staff.is_active
       where contact.customer_id = customer.customer_id and owner.staff_id is null
       order by contact.at desc, contact.contact_id desc
       limit 1
     ) as closest on true
     where customer.customer_id = any($1)`,
    [customerIds],
  )
  return new Map(rows.map((row) => [row.customer_id, row]))
}

/** Name of the institution: that of the one unit at the top of what the files deliver, else of the root. */
export const readInstitution = async (db: Db): Promise<string> => {
  const tops = await db.query<{ unit_id: string; name: string }>(
    `select unit_id, name from org_unit where unit_id <> 'root' and coalesce(parent_id, 'root') = 'root' order by unit_id limit 2`,
  )
  if (tops.length === 1 && tops[0]) return tops[0].name
  const [root] = await db.query<{ name: string }>("select name from org_unit where unit_id = 'root'")
  return root?.name ?? ''
}

export type Sender = { readonly name: string; readonly staffId: string | null }

/**
 * Who signs (S50, golden B19). `closest`: the owner; of a customer without one the person who writes by hand, else the person of the latest
 * contact, else the customer's unit. `institution`: the institution.
 */
export const senderOf = (
  kind: Pick<MessageKind, 'sender'>,
  receiver: Receiver,
  institution: string,
  writer?: Sender,
): Sender => {
  if (kind.sender === 'institution') return { name: institution, staffId: null }
  if (receiver.owner_name !== null) return { name: receiver.owner_name, staffId: receiver.owner_id }
  if (writer !== undefined) return writer
  if (receiver.contact_staff_name !== null)
    return { name: receiver.contact_staff_name, staffId: receiver.contact_staff_id }
  return { name: receiver.unit_name, staffId: null }
}

/** The customer's address on a channel; null where the channel needs none or the customer has none. */
export const addressOf = (pack: Pick<Pack, 'channels'>, channel: string, receiver: Receiver): string | null => {
  const column = pack.channels.get(channel)?.address
  if (column === undefined) return null
  const address = column === 'phone' ? receiver.phone : receiver.contact_points[column]
  return typeof address === 'string' && address.trim() !== '' ? address.trim() : null
}
