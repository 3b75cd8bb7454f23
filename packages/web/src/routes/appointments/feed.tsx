import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, Input, Popconfirm } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { appointmentQueries, useCreateFeed, useRevokeFeed } from './appointments.queries.ts'

/** The address by which a calendar program reads the appointments; told once, revoked with a click. */
export const Feed = (): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const query = useQuery(appointmentQueries.feed())
  const create = useCreateFeed()
  const revoke = useRevokeFeed()
  const failed = { onError: (error: Error) => void message.error(messageOf(error, language)) }
  const feed = query.data?.feed
  return (
    <div className="stack tight feed">
      <p className="small muted">{t('appointments.feedHint')}</p>
      <Loaded of={query} rows={1}>
        {() => (
          <>
            {create.data ? <Address path={create.data.path} /> : null}
            {feed ? (
              <p className="small">
                {t('appointments.feedSince')} <DateText value={feed.createdAt} withTime />
              </p>
            ) : null}
            <div className="row">
              <Button size="small" loading={create.isPending} onClick={() => create.mutate(undefined, failed)}>
                {t(feed ? 'appointments.feedMakeAgain' : 'appointments.feedMake')}
              </Button>
              {feed ? (
                <Popconfirm
                  title={t('appointments.feedRevoke')}
                  description={t('appointments.feedRevokeSure')}
                  okText={t('appointments.feedRevoke')}
                  cancelText={t('action.cancel')}
                  onConfirm={() =>
                    revoke.mutate(undefined, {
                      ...failed,
                      onSuccess: () => {
                        create.reset()
                        void message.success(t('appointments.feedRevoked'))
                      },
                    })
                  }
                >
                  <Button size="small" danger loading={revoke.isPending}>
                    {t('appointments.feedRevoke')}
                  </Button>
                </Popconfirm>
              ) : null}
            </div>
          </>
        )}
      </Loaded>
    </div>
  )
}

const Address = ({ path }: { path: string }): ReactElement => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const address = new URL(path, location.origin).href
  // Without https the browser keeps the clipboard to itself; the address then is selected, to be copied by hand.
  const copy = (): void =>
    void navigator.clipboard?.writeText(address).then(() => void message.success(t('appointments.copied')))
  return (
    <>
      <div className="row">
        <Input
          readOnly
          size="small"
          aria-label={t('appointments.feed')}
          value={address}
          onFocus={(event) => event.target.select()}
        />
        <Button size="small" onClick={copy}>
          {t('appointments.copy')}
        </Button>
      </div>
      <p className="small warn">{t('appointments.feedOnce')}</p>
    </>
  )
}
