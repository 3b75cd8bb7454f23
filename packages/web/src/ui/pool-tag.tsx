import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

export type Pool = 'total' | 'second' | 'third' | 'success' | 'failure'

/** A task is in exactly one of the five pools. */
export const pools: readonly Pool[] = ['total', 'second', 'third', 'success', 'failure']

export const PoolTag = ({ pool }: { pool: Pool }): ReactElement => {
  const { t } = useTranslation()
  return <span className={`pool pool-${pool}`}>{t(`pool.${pool}`)}</span>
}
