import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn.js'
import { type ReactElement, useEffect, useState } from 'react'
import { isSignedOut, shouldRetry } from './api/failure.ts'
import { useLanguage } from './i18n/index.ts'
import { createAppRouter } from './router.tsx'
import { theme } from './theme.ts'
import { App, antdLocaleOf, ConfigProvider } from './ui/antd.ts'

const createApp = () => {
  // A session that ends while somebody works leads to the door, and back to the same place afterwards.
  const toTheDoor = (error: unknown): void => {
    const { pathname, href } = router.state.location
    if (!isSignedOut(error) || pathname === '/sign-in') return
    void router.navigate({ to: '/sign-in', search: { next: href }, replace: true })
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: toTheDoor }),
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 15_000, refetchOnWindowFocus: false },
      mutations: { onError: toTheDoor },
    },
  })
  const router = createAppRouter(client)
  return { client, router }
}

export const TendApp = (): ReactElement => {
  const [{ client, router }] = useState(createApp)
  const language = useLanguage()
  useEffect(() => {
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  }, [language])
  return (
    <ConfigProvider theme={theme} locale={antdLocaleOf[language]} button={{ autoInsertSpace: false }}>
      <App component={false}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  )
}
