import { useNavigate } from '@tanstack/react-router'
import dayjs from 'dayjs'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button } from '../../ui/antd.ts'
import { Panel } from '../../ui/panel.tsx'
import { LoadingState } from '../../ui/states.tsx'
import { StrategyFrame } from '../plays/strategy-frame.tsx'
import { ThemeForm, type ThemeWish } from './theme-form.tsx'
import { ThemePreviewView } from './theme-preview.tsx'
import { type ThemeDraft, usePreviewTheme, useStartTheme } from './themes.queries.ts'

const weeksOfATheme = 2

const firstWish = (): ThemeWish => ({
  name: '',
  play: undefined,
  condition: '',
  unit: undefined,
  startsOn: dayjs().add(1, 'day').format('YYYY-MM-DD'),
  endsOn: dayjs().add(weeksOfATheme, 'week').format('YYYY-MM-DD'),
  goal: '',
})

const draftOf = ({ play, condition, unit, startsOn, endsOn }: ThemeWish): ThemeDraft | undefined =>
  play === undefined ? undefined : { play, condition, startsOn, endsOn, ...(unit ? { unit } : {}) }

/** A segment and a play: what would come of it is shown before anything begins. */
export const NewThemePage = (): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [wish, setWish] = useState(firstWish)
  const [seen, setSeen] = useState<ThemeDraft>()
  const [idempotencyKey, setIdempotencyKey] = useState(newKey)
  const preview = usePreviewTheme()
  const start = useStartTheme()
  const draft = draftOf(wish)
  const isSeen = seen !== undefined && JSON.stringify(seen) === JSON.stringify(draft)
  const isWhole = wish.name.trim().length >= 2 && wish.goal.trim().length >= 2
  const look = (): void => {
    if (!draft) return
    setIdempotencyKey(newKey())
    preview.mutate(draft, { onSuccess: () => setSeen(draft) })
  }
  const begin = (): void => {
    if (!draft) return
    start.mutate(
      { ...draft, name: wish.name.trim(), goal: wish.goal.trim(), idempotencyKey },
      {
        onSuccess: ({ themeId }) => {
          void message.success(t('theme.started'))
          void navigate({ to: '/themes/$themeId', params: { themeId } })
        },
      },
    )
  }
  const failure = preview.error ?? start.error
  return (
    <StrategyFrame title={t('theme.create')} lead={t('theme.createLead')}>
      <ThemeForm wish={wish} onWish={setWish} />
      {failure ? <Alert role="alert" type="error" showIcon title={messageOf(failure, language)} /> : null}
      <div className="row wrap">
        <Button type={isSeen ? 'default' : 'primary'} disabled={!draft} loading={preview.isPending} onClick={look}>
          {t('theme.preview')}
        </Button>
        <Button
          type="primary"
          disabled={!isSeen || !isWhole || preview.data?.wanted === 0}
          loading={start.isPending}
          onClick={begin}
        >
          {t('theme.start')}
        </Button>
        <span className="small muted">
          {!draft ? t('theme.lackPlay') : !isSeen ? t('theme.lackPreview') : isWhole ? '' : t('theme.lackName')}
        </span>
      </div>
      {preview.isPending ? <LoadingState rows={4} /> : null}
      {preview.data && isSeen ? (
        <Panel title={t('theme.previewTitle')}>
          <ThemePreviewView preview={preview.data} />
        </Panel>
      ) : null}
    </StrategyFrame>
  )
}
