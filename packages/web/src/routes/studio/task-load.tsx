import type { Simulation } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'
import type { TableColumnsType } from '../../ui/antd.ts'
import { Count } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { WideTable } from '../../ui/wide-table.tsx'

type Load = Simulation['tasks']['byOwner'][number]

/** The work that follows, person by person, against what one can do in a day. */
export const TaskLoad = ({ tasks }: { tasks: Simulation['tasks'] }): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { capacityPerDay } = tasks
  const most = Math.max(1, capacityPerDay ?? 0, ...tasks.byOwner.map(({ perDay }) => perDay))
  if (tasks.byOwner.length === 0) return null
  const columns: TableColumnsType<Load> = [
    {
      key: 'name',
      title: t('customer.owner'),
      render: (_value, { staffId, name }) => (staffId === null ? t('simulation.pool') : name),
    },
    {
      key: 'before',
      title: t('simulation.tasksBefore'),
      align: 'right',
      sorter: (a, b) => a.before - b.before,
      render: (_value, { before }) => <Count value={before} />,
    },
    {
      key: 'after',
      title: t('simulation.tasksAfter'),
      align: 'right',
      sorter: (a, b) => a.after - b.after,
      render: (_value, { after }) => <Count value={after} />,
    },
    {
      key: 'perDay',
      title: t('simulation.perDay'),
      align: 'right',
      sorter: (a, b) => a.perDay - b.perDay,
      render: (_value, { perDay }) => <span className="figure">{formatNumber(perDay, language, 1)}</span>,
    },
    {
      key: 'load',
      title: capacityPerDay === null ? '' : t('simulation.capacity', { count: capacityPerDay }),
      width: 240,
      render: (_value, { perDay, isOver }) => (
        <span className="row">
          <span className={isOver ? 'bar wide over' : 'bar wide'} aria-hidden="true">
            <i style={{ width: `${Math.round((100 * perDay) / most)}%` }} />
          </span>
          {isOver ? <span className="chip chip-bad">{t('simulation.over')}</span> : null}
        </span>
      ),
    },
  ]
  return (
    <Panel title={t('simulation.tasks')} flush>
      <WideTable<Load>
        rowKey={({ staffId, name }) => staffId ?? name}
        dataSource={tasks.byOwner}
        columns={columns}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      />
    </Panel>
  )
}
