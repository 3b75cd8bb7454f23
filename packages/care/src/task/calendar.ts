import type { Db } from '@tend/store'
import { unfinished } from '../unfinished.ts'

/** Days off besides Saturday and Sunday, and weekend days that are worked, as an administrator keeps them. */
export type Holiday = { readonly day: string; readonly name: string; readonly is_working: boolean }
export const listHolidays = async (_db: Db): Promise<Holiday[]> => unfinished()
export const saveHolidays = async (_tx: Db, _holidays: readonly Holiday[]): Promise<void> => unfinished()
