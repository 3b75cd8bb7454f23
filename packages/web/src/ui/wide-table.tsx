import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Table, type TableProps } from './antd.ts'
import { ScrollRegion } from './scroll-region.tsx'

type Props<Row> = Omit<TableProps<Row>, 'scroll' | 'size'>

/** A dense table that is as wide as its content: what does not fit is scrolled, by keyboard too, whatever stands in it. */
export const WideTable = <Row extends object>(props: Props<Row>): ReactElement => {
  const { t } = useTranslation()
  return (
    <ScrollRegion label={t('frame.table')} className="scroll-x wide-table">
      <Table<Row> size="small" pagination={false} {...props} />
    </ScrollRegion>
  )
}
