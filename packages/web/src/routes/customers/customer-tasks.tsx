import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { playName, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { DateText } from '../../ui/figures.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { Panel } from '../../ui/panel.tsx'
import { PoolTag } from '../../ui/pool-tag.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { DueTime } from '../workbench/task-list.tsx'
import { customerQueries } from './customers.queries.ts'

export const CustomerTasks = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const list = useInfiniteQuery(customerQueries.tasks(customerId))
  const stopped = list.data?.pages[0]?.stopped
  const mayWork = useMe().permissions.includes('tasks.work')
  return (
    <Panel title={t('customer.tasks')} flush>
      {stopped ? (
        <p className="panel-note small">
          <span className="warn">{t('customer.stoppedTasks', { count: stopped.tasks })}</span>{' '}
          <DateText value={stopped.at} withTime /> · {name(stopped.why)}
        </p>
      ) : null}
      <Loaded of={list} rows={2}>
        {() =>
          itemsOf(list).length === 0 ? (
            <EmptyState compact title={t('customer.noTasks')} />
          ) : (
            <ul className="lines">
              {itemsOf(list).map((task) => (
                <li key={task.taskId}>
                  <div className="row wrap between">
                    <span className="row">
                      <PoolTag pool={task.pool} />
                      <span className="strong">{playName(catalogue, task.play, name)}</span>
                    </span>
                    {mayWork && task.isOpen ? (
                      <Link to="/workbench" search={{ task: task.taskId }}>
                        {t('task.open')}
                      </Link>
                    ) : null}
                  </div>
                  <p>{name(task.reason)}</p>
                  <p className="small muted">
                    <DueTime task={task} /> · {t('task.attempts', { made: task.attempts, most: task.maxAttempts })}
                    {task.assignee ? ` · ${task.assignee.name}` : ''}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <LoadMore of={list} />
    </Panel>
  )
}
