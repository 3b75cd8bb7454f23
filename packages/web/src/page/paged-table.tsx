import type { ReactElement, ReactNode } from 'react'
import type { TableColumnsType } from '../ui/antd.ts'
import { itemsOf, LoadMore, type Paged } from '../ui/load-more.tsx'
import { WideTable } from '../ui/wide-table.tsx'
import { Loaded } from './page-frame.tsx'

type Props<Row> = {
  readonly of: Paged<Row>
  readonly rowKey: keyof Row & string
  readonly columns: TableColumnsType<Row>
  /** Shown where the list is empty: what that means and what can be done. */
  readonly empty: ReactNode
  /** Ids of the rows that are chosen, where rows can be. */
  readonly chosen?: readonly string[]
  readonly onChoose?: ((ids: readonly string[]) => void) | undefined
}

/** A list by cursor as a dense table, with its states: on its way, failed, empty, and more to come. */
export const PagedTable = <Row extends object>(props: Props<Row>): ReactElement => {
  const { of, rowKey, columns, empty, chosen = [], onChoose } = props
  const rows = itemsOf(of)
  const rowSelection = onChoose && {
    selectedRowKeys: [...chosen],
    onChange: (keys: readonly unknown[]) => onChoose(keys.map(String)),
  }
  return (
    <div className="card clip">
      <Loaded of={of}>
        {() =>
          rows.length === 0 ? (
            empty
          ) : (
            <>
              <WideTable<Row>
                rowKey={rowKey}
                dataSource={[...rows]}
                columns={columns}
                {...(rowSelection ? { rowSelection } : {})}
              />
              <LoadMore of={of} />
            </>
          )
        }
      </Loaded>
    </div>
  )
}

type PlainProps<Row> = {
  readonly of: Parameters<typeof Loaded>[0]['of']
  readonly rows: readonly Row[]
  readonly rowKey: string | ((row: Row) => string)
  readonly columns: TableColumnsType<Row>
  readonly empty: ReactNode
}

/** The same for a list that comes whole. */
export const PlainTable = <Row extends object>(props: PlainProps<Row>): ReactElement => {
  const { of, rows, rowKey, columns, empty } = props
  return (
    <div className="card clip">
      <Loaded of={of}>
        {() =>
          rows.length === 0 ? empty : <WideTable<Row> rowKey={rowKey} dataSource={[...rows]} columns={columns} />
        }
      </Loaded>
    </div>
  )
}
