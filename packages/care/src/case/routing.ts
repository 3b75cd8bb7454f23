/**
 * Joins that find whose work a case is, for a statement with `customer` and a column `route`; `root` is the place of the root unit's id. Whoever is nearest to
 * the customer's unit comes first, for head office whoever is nearest to the root; of equals leaders, then the smallest id, so that the same night chooses the
 * same people.
 */
export const routing = (root: string): string => `
  left join org_unit on org_unit.unit_id = customer.unit_id
  left join staff as owner on owner.staff_id = customer.owner_id and owner.is_active
  left join lateral (
    select staff_id from customer_helper join staff using (staff_id)
    where customer_helper.customer_id = customer.customer_id and is_active
    order by since, staff_id limit 1
  ) as helper on route = 'owner'
  left join lateral (
    select staff_id from staff
    where is_active and role = any(case when route in ('leader', 'head_office') then array['leader', 'supervisor'] else array['supervisor'] end)
    and unit_id = any(coalesce(org_unit.path, array[${root}]))
    order by array_position(org_unit.path, unit_id) * case when route = 'head_office' then 1 else -1 end, role, staff_id limit 1
  ) as above on true`

/** Whom the joins found; null where nobody of the route is there. */
export const routed =
  "case when route = 'owner' then coalesce(owner.staff_id, helper.staff_id, above.staff_id) else above.staff_id end"
