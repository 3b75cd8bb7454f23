import type { ReactElement } from 'react'
import { useCatalogue } from '../catalogue/catalogue.ts'
import { useSaveLanguage } from '../routes/session/session.queries.ts'
import { useMe } from '../routes/session/use-me.ts'
import { InstitutionContext } from '../ui/institution.tsx'
import { AppShell } from './app-shell.tsx'

/** Gives every page the institution's currency and clock. */
export const Frame = (): ReactElement => {
  const { currency, timeZone } = useCatalogue().pack
  const saveLanguage = useSaveLanguage()
  return (
    <InstitutionContext value={{ currency, timeZone }}>
      <AppShell me={useMe()} onLanguage={(language) => saveLanguage.mutate(language)} />
    </InstitutionContext>
  )
}
