import type { PersonLoad, Role } from '@tend/care'
import type { Person } from '@tend/contract'
import type { Pack } from '@tend/pack'
import type { Directory } from '../directory.ts'

/** Somebody and the work that they hold. */
export const presentPerson = (pack: Pack, directory: Directory, each: PersonLoad): Person => ({
  staffId: each.staff_id,
  name: each.name,
  role: each.role as Role,
  unit: { unitId: each.unit_id, name: directory.unitName(each.unit_id) },
  open: each.open,
  due: each.due,
  doneToday: each.done_today,
  escalated: each.escalated,
  openHours: each.open_minutes / 60,
  skills: [...each.skills],
  minutesPerDay: each.minutes_per_day ?? pack.work.minutesPerDay,
  away:
    each.away_to === null
      ? null
      : {
          toDay: each.away_to,
          substitute:
            each.substitute_id === null
              ? null
              : { staffId: each.substitute_id, name: directory.staffName(each.substitute_id) },
        },
})
