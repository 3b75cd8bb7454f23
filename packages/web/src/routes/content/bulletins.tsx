import { useInfiniteQuery } from '@tanstack/react-query'
import { type Bulletin, type BulletinState, bulletinState } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { changed } from '../../search-params.ts'
import { Button } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { FilterSelect } from '../../ui/filters.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { BulletinActions } from './bulletin-actions.tsx'
import { BulletinDialog } from './bulletin-dialog.tsx'
import { contentQueries } from './content.queries.ts'
import type { ContentSearch } from './content-search.ts'

type Props = { readonly search: ContentSearch; readonly onChange: (search: ContentSearch) => void }

const chipOf: Readonly<Record<BulletinState, string>> = {
  submitted: 'chip chip-warn',
  approved: 'chip chip-good',
  rejected: 'chip chip-bad',
  withdrawn: 'chip',
}

/** Bulletins by category: one writes, another approves, and only then do they go to the subscribers. */
export const Bulletins = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const list = useInfiniteQuery(contentQueries.bulletins(search))
  const [writing, setWriting] = useState<Bulletin | 'new'>()
  const first = list.data?.pages[0]
  const categories = first?.categories ?? []
  const set = (change: Parameters<typeof changed<ContentSearch>>[1]): void => onChange(changed(search, change))
  return (
    <div className="stack tight">
      <div className="row wrap">
        <FilterSelect
          label={t('bulletin.category')}
          width={180}
          value={search.category}
          onChange={(category) => set({ category })}
          options={categories.map(({ id, label, subscribers }) => ({
            value: id,
            label: `${name(label)} · ${t('bulletin.subscribers', { count: subscribers })}`,
          }))}
        />
        <FilterSelect
          label={t('case.stateTitle')}
          value={search.state}
          onChange={(state) => set({ state })}
          options={bulletinState.options.map((state) => ({ value: state, label: t(`bulletin.state.${state}`) }))}
        />
        <span className="grow" />
        {first?.may.write ? (
          <Button type="primary" onClick={() => setWriting('new')}>
            {t('bulletin.write')}
          </Button>
        ) : null}
      </div>
      <div className="card">
        <Loaded of={list}>
          {() =>
            itemsOf(list).length === 0 ? (
              <EmptyState title={t('bulletin.none')} hint={t('bulletin.noneHint')} />
            ) : (
              <>
                <ul className="lines" aria-label={t('bulletin.title')}>
                  {itemsOf(list).map((bulletin) => (
                    <li key={bulletin.bulletinId}>
                      <BulletinLine bulletin={bulletin} onRewrite={() => setWriting(bulletin)} />
                    </li>
                  ))}
                </ul>
                <LoadMore of={list} />
              </>
            )
          }
        </Loaded>
      </div>
      {writing ? (
        <BulletinDialog
          bulletin={writing === 'new' ? undefined : writing}
          categories={categories}
          onClose={() => setWriting(undefined)}
        />
      ) : null}
    </div>
  )
}

const BulletinLine = ({ bulletin, onRewrite }: { bulletin: Bulletin; onRewrite: () => void }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const text = language === 'en' ? (bulletin.en ?? bulletin.zh) : bulletin.zh
  return (
    <article className="stack tight">
      <div className="row wrap">
        <strong>{text.title}</strong>
        <span className="chip">{name(bulletin.label)}</span>
        <span className={chipOf[bulletin.state]}>{t(`bulletin.state.${bulletin.state}`)}</span>
        <span className="grow" />
        <BulletinActions bulletin={bulletin} onRewrite={onRewrite} />
      </div>
      <p className="bulletin-body">{text.body}</p>
      <p className="small muted">
        {t('bulletin.by', { name: bulletin.writtenBy })} <DateText value={bulletin.writtenAt} withTime />
        {bulletin.decidedBy ? (
          <>
            {' '}
            · {t('bulletin.decidedBy', { name: bulletin.decidedBy })} <DateText value={bulletin.decidedAt} withTime />
          </>
        ) : null}
        {bulletin.state === 'approved'
          ? ` · ${t('bulletin.sent', { queued: bulletin.queued, leftOut: bulletin.leftOut })}`
          : ` · ${t('bulletin.subscribers', { count: bulletin.subscribers })}`}
      </p>
      {bulletin.reason ? <p className="small warn">{bulletin.reason}</p> : null}
    </article>
  )
}
