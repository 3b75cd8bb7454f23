/** The values of `renderWaiting`, as they stand in the statement. */
export type WaitingParams = {
  readonly unit: string
  readonly now: string
  readonly dayStart: string
  /** Place in the queue behind which is looked: a row of shuffle and task id. */
  readonly after: string
  /** Pairs of channel and purpose that are passed over, as an array of `pairName`. */
  readonly silent: string
  readonly limit: string
}

/** Other claims may hold the very first ones, so a few more are looked at than are wanted. */
export const othersMax = 32

/**
 * A select of what waits in the pools of a unit and those below: task_id, customer_id, channel, purpose, shuffle, in the order of the queue. Left out are customers whom
 * somebody contacted today on the channel, and what was handed to a dialler today. Of the units whose first ones come first, each is read no further than it can still count:
 * the region of a call centre may have hundreds.
 */
export const renderWaiting = (params: WaitingParams): string => `
  select waiting.* from (
    select unit.unit_id, row_number() over (order by head.shuffle, head.task_id) as place from org_unit as unit
    cross join lateral (${waitingIn(params, 'shuffle, task_id', '1')}) as head
    where unit.path @> array[${params.unit}]
    order by place
    limit ${params.limit}
  ) as unit
  cross join lateral (${waitingIn(params, 'task_id, customer_id, channel, purpose, shuffle', `${params.limit} - unit.place + 1`)}) as waiting
  order by shuffle, task_id
  limit ${params.limit}`

const waitingIn = ({ now, dayStart, after, silent }: WaitingParams, columns: string, limit: string): string => `
    select ${columns} from task
    where task.unit_id = unit.unit_id and closed_at is null and assignee_id is null and assign <> 'leader' and not_before <= ${now}
    and (shuffle, task_id) > ${after} and channel || '|' || purpose <> all(${silent})
    and not exists (
      select from contact
      where contact.customer_id = task.customer_id and contact.channel = task.channel
      and contact.direction = 'outbound' and contact.at >= ${dayStart}
    )
    and not exists (
      select from dialler_lead join dialler_list using (list_id)
      where dialler_lead.task_id = task.task_id and dialler_list.made_at >= ${dayStart}
    )
    order by shuffle, task_id
    limit ${limit}`
