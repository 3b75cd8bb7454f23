import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { changeLanguage, useLanguage } from '../i18n/index.ts'
import { Button } from '../ui/antd.ts'

/** Names the other language in its own script, so that it is found by whoever needs it. */
export const LanguageSwitch = ({ onSwitch }: { onSwitch?: (language: 'zh' | 'en') => void }): ReactElement => {
  const { t } = useTranslation()
  const other = useLanguage() === 'zh' ? 'en' : 'zh'
  return (
    <Button
      type="text"
      size="small"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      aria-label={t('frame.switchLanguage')}
      onClick={() => {
        changeLanguage(other)
        onSwitch?.(other)
      }}
    >
      {other === 'zh' ? '中文' : 'English'}
    </Button>
  )
}
