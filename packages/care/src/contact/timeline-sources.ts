import type { TimelineKind } from './timeline.ts'

/** Places of the statement's bound values: the customer's id, and the changes of level as JSON. */
type Places = { readonly customer: string; readonly levels: string }

/**
 * What each kind of entry is read from: kind, id, at, title, actor, detail. Instants are cut to milliseconds, as cursors carry them. What a customer
 * thinks of the manager is no source: the manager reads this page.
 */
export const timelineSources: Readonly<Record<TimelineKind, (places: Places) => string>> = {
  contact: ({ customer }) => `
    select 'contact', lpad(contact_id::text, 18, '0'), date_trunc('milliseconds', at), outcome, coalesce(staff.name, case when user_id not in ('customer', 'file') then user_id end),
      jsonb_build_object('task_id', task_id, 'channel', channel, 'direction', direction, 'contact_label', contact_label, 'result', result,
        'note', note, 'next_at', next_at, 'next_reason', next_reason, 'play', play, 'moment', moment, 'purpose', purpose, 'refusal', refusal)
    from contact left join staff using (staff_id)
    where customer_id = ${customer}`,

  visit: ({ customer }) => `
    select 'visit', lpad(visit_id::text, 18, '0'), date_trunc('milliseconds', closed_at), goal_reached, staff.name,
      jsonb_build_object('channel', channel, 'task_id', task_id, 'contact_id', contact_id, 'note', summary, 'next_at', visit.next_at,
        'next_reason', visit.next_reason)
    from visit left join staff using (staff_id)
    where customer_id = ${customer} and closed_at is not null`,

  message: ({ customer }) => `
    select 'message', lpad(message_id::text, 18, '0'), date_trunc('milliseconds', coalesce(sent_at, created_at)), template, sender_name,
      jsonb_build_object('channel', channel, 'direction', 'outbound', 'purpose', purpose, 'state', state, 'reason_code', message.reason, 'note', subject,
        'play', play, 'moment', moment, 'task_id', task_id)
    from message
    where customer_id = ${customer}`,

  task: ({ customer }) => `
    select 'task', lpad(task_id::text, 18, '0'), date_trunc('milliseconds', created_at), play, null,
      jsonb_build_object('task_id', task_id, 'contact_label', contact_label, 'channel', channel, 'pool', pool, 'reasons', reasons,
        'follows_task_id', follows_task_id, 'outcome', outcome, 'note', case when outcome = 'cancelled' then closed_reason end)
    from task
    where customer_id = ${customer}`,

  moment: ({ customer }) => `
    select 'moment', moment_id, fired_on::timestamptz, moment, null,
      jsonb_build_object('fired_on', fired_on, 'due_on', due_on, 'expires_on', expires_on, 'value', value, 'is_open', is_open, 'reason', reason)
    from moment
    where customer_id = ${customer}`,

  case: ({ customer }) => `
    select 'case', lpad(case_id::text, 18, '0'), date_trunc('milliseconds', received_at), care_case.kind, staff.name,
      jsonb_build_object('case_kind', care_case.kind, 'state', state, 'due_on', due_on, 'outcome', outcome, 'contact_id', contact_id, 'moment', moment, 'reason', reason, 'note', text)
    from care_case left join staff on staff.staff_id = assignee_id
    where customer_id = ${customer}`,

  benefit: ({ customer }) => `
    select 'benefit', lpad(grant_id::text, 18, '0'), date_trunc('milliseconds', offered_at), benefit, null,
      jsonb_build_object('benefit', benefit, 'state', state, 'cost_minor', cost, 'expires_on', expires_on, 'task_id', task_id, 'note', reason)
    from benefit_grant
    where customer_id = ${customer}`,

  // Levels given by hand are known here; what nights judged is handed in.
  level: ({ customer, levels }) => `
    select 'level', 'given-' || lpad(override_id::text, 18, '0'), date_trunc('milliseconds', decided_at), scheme, coalesce(staff.name, decided_by),
      jsonb_build_object('level', level, 'until', until, 'is_by_hand', true, 'note', reason)
    from level_override left join staff on staff.staff_id = decided_by
    where customer_id = ${customer}
    union all
    select 'level', 'judged-' || scheme, since::timestamptz, scheme, null, jsonb_build_object('level', level, 'before', before, 'is_by_hand', false)
    from jsonb_to_recordset(${levels}) as judged (scheme text, level text, before text, since date)`,

  consent: ({ customer }) => `
    select 'consent', lpad(consent_id::text, 18, '0'), date_trunc('milliseconds', at), state, coalesce(staff.name, nullif(nullif(taken_by, 'customer'), 'file')),
      jsonb_build_object('purpose', purpose, 'channel', channel, 'state', state, 'how', how, 'text_version', text_version)
    from consent left join staff using (staff_id)
    where customer_id = ${customer}`,

  ownership: ({ customer }) => `
    select 'ownership', lpad(ownership_id::text, 18, '0'), date_trunc('milliseconds', changed_at), coalesce(staff.name, to_owner), changed_by,
      jsonb_build_object('from_owner', from_owner, 'to_owner', to_owner, 'reason', reason)
    from ownership left join staff on staff.staff_id = to_owner
    where customer_id = ${customer}`,
}
