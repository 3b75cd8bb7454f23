import type { StateRow } from '@tend/analysis'
import { type Actor, maskRow } from '@tend/care'
import type { CellValue, CustomerSummary } from '@tend/contract'
import type { Pack } from '@tend/pack'
import type { Directory } from '../directory.ts'
import { sensitivityIn } from './sensitivity.ts'

/** Columns of the customer fact that have a place of their own on a card. */
const placed = new Set(['customer_id', 'name', 'phone', 'id_number', 'unit_id', 'owner_id'])

/** Columns of the wide row that a card shows. */
export function cardColumns(pack: Pack): string[] {
  const attributes = pack.facts.get('customer')?.columns.map(({ id }) => id) ?? []
  return [...new Set([...attributes, 'unit_id', 'owner_id', ...pack.indicators.keys(), ...pack.schemes.keys()])]
}

type Presenter = { readonly pack: Pack; readonly directory: Directory; readonly actor: Actor }

/** A wide row as the reader may see it. `ownerId` is who looks after the customer today, where that is known better than by the row. */
export function presentCustomer(
  { pack, directory, actor }: Presenter,
  raw: StateRow,
  ownerId?: string | null,
): CustomerSummary {
  const row = maskRow(actor, raw, sensitivityIn(pack))
  const text = (column: string): string | null =>
    row[column] === null || row[column] === undefined ? null : String(row[column])
  const unitId = text('unit_id')
  const owner = ownerId === undefined ? text('owner_id') : ownerId
  return {
    customerId: String(raw.customer_id),
    name: text('name'),
    phone: text('phone'),
    idNumber: text('id_number'),
    unit: unitId === null ? null : { unitId, name: directory.unitName(unitId) },
    owner: owner === null ? null : { staffId: owner, name: directory.staffName(owner) },
    attributes: pick(
      row,
      pack.facts
        .get('customer')
        ?.columns.map(({ id }) => id)
        .filter((id) => !placed.has(id)) ?? [],
    ),
    indicators: pick(row, pack.indicators.keys()),
    levels: Object.fromEntries([...pack.schemes.keys()].map((scheme) => [scheme, text(scheme)])),
  }
}

function pick(row: StateRow, columns: Iterable<string>): Record<string, CellValue> {
  return Object.fromEntries([...columns].map((column) => [column, row[column] ?? null]))
}
