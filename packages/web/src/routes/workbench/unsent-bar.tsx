import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/antd.ts'
import type { Attempt, SendQueue } from './send-queue.ts'

type Props = {
  readonly attempts: readonly Attempt[]
  readonly queue: SendQueue
  readonly onOpen: (taskId: string) => void
}

/** What the server does not have yet: it waits for the network, or was refused and needs a person. */
export const UnsentBar = ({ attempts, queue, onOpen }: Props): ReactElement | null => {
  const { t } = useTranslation()
  const waiting = attempts.filter(({ state }) => state === 'waiting')
  const refused = attempts.filter(({ state }) => state === 'refused')
  if (waiting.length + refused.length === 0) return null
  return (
    <div className="unsent" role="alert">
      {waiting.length > 0 ? (
        <p className="row wrap between">
          <span>{t('desk.unsent', { count: waiting.length, names: namesOf(waiting, t('value.comma')) })}</span>
          <Button size="small" onClick={queue.retry}>
            {t('state.retry')}
          </Button>
        </p>
      ) : null}
      {refused.map(({ taskId, customer, problem }) => (
        <p key={taskId} className="row wrap between">
          <span className="bad">{t('desk.refused', { name: customer, problem: problem ?? '' })}</span>
          <span className="row">
            <Button
              size="small"
              onClick={() => {
                queue.drop(taskId)
                onOpen(taskId)
              }}
            >
              {t('desk.openAgain')}
            </Button>
          </span>
        </p>
      ))}
    </div>
  )
}

const namesOf = (attempts: readonly Attempt[], comma: string): string =>
  attempts
    .slice(0, 3)
    .map(({ customer }) => customer)
    .join(comma)
