import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './antd.ts'

/** A list that is fetched page after page by cursor. */
export type Paged<Item> = {
  readonly data: { readonly pages: readonly { readonly items: readonly Item[] }[] } | undefined
  readonly isPending: boolean
  readonly error: unknown
  readonly refetch: () => unknown
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

export const itemsOf = <Item,>(paged: Paged<Item>): readonly Item[] =>
  paged.data?.pages.flatMap(({ items }) => items) ?? []

export const LoadMore = ({ of }: { of: Paged<unknown> }): ReactElement | null => {
  const { t } = useTranslation()
  if (!of.hasNextPage) return null
  return (
    <div className="load-more">
      <Button onClick={() => void of.fetchNextPage()} loading={of.isFetchingNextPage}>
        {t('action.more')}
      </Button>
    </div>
  )
}
