import { EllipsisOutlined } from '@ant-design/icons'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import type { Me } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Drawer } from '../ui/antd.ts'
import { BrandMark } from './brand.tsx'
import { FreshnessStamp } from './freshness-stamp.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { type Destination, destinationsOf, homeOf, isUnder, navigationGroups } from './navigation.tsx'
import { UserMenu } from './user-menu.tsx'

/** Rail and header on a desk; header and a bar of tabs at the thumb on a phone. */
export const AppShell = ({ me, onLanguage }: { me: Me; onLanguage: (language: 'zh' | 'en') => void }): ReactElement => {
  const { t } = useTranslation()
  const open = destinationsOf(me.permissions)
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('frame.skip')}
      </a>
      <div className="rail">
        <Link to="/" className="brand">
          <BrandMark />
          <span>
            常青 <small>Tend</small>
          </span>
        </Link>
        <nav className="nav" aria-label={t('frame.navigation')}>
          {navigationGroups
            .map((group) => open.filter((destination) => destination.group === group))
            .filter((group) => group.length > 0)
            .map((group) => (
              <div key={group[0]?.group} className="nav-group">
                {group.map((destination) => (
                  <NavLink key={destination.to} destination={destination} />
                ))}
              </div>
            ))}
        </nav>
        {me.unit ? <div className="rail-foot">{me.unit.name}</div> : null}
      </div>
      <header className="header">
        <FreshnessStamp mayReadRuns={me.permissions.includes('runs.view')} />
        <span className="grow" />
        <LanguageSwitch onSwitch={onLanguage} />
        <UserMenu me={me} />
      </header>
      <main className="main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <TabBar open={open} home={homeOf(me)} />
    </div>
  )
}

const NavLink = ({ destination }: { destination: Destination }): ReactElement => {
  const { t } = useTranslation()
  const pathname = useRouterState({ select: ({ location }) => location.pathname })
  return (
    <Link to={destination.to} aria-current={isUnder(destination, pathname) ? 'page' : undefined}>
      {destination.icon}
      <span>{t(destination.text)}</span>
    </Link>
  )
}

const tabsAtMost = 4

type TabBarProps = { readonly open: readonly Destination[]; readonly home: Destination | undefined }

/** Where one's morning begins comes first, under the thumb. */
const TabBar = ({ open, home }: TabBarProps): ReactElement => {
  const { t } = useTranslation()
  const [isMoreOpen, setMoreOpen] = useState(false)
  const ordered = home ? [home, ...open.filter((destination) => destination !== home)] : open
  const tabs = ordered.length > tabsAtMost ? ordered.slice(0, tabsAtMost - 1) : ordered
  const more = ordered.slice(tabs.length)
  return (
    <nav className="tabbar" aria-label={t('frame.navigation')}>
      {tabs.map((destination) => (
        <NavLink key={destination.to} destination={destination} />
      ))}
      {more.length > 0 ? (
        <button type="button" onClick={() => setMoreOpen(true)}>
          <EllipsisOutlined />
          <span>{t('frame.more')}</span>
        </button>
      ) : null}
      <Drawer
        open={isMoreOpen}
        onClose={() => setMoreOpen(false)}
        placement="bottom"
        title={t('frame.more')}
        styles={{ wrapper: { height: 'auto' } }}
      >
        <div className="more-links" onClickCapture={() => setMoreOpen(false)}>
          {more.map((destination) => (
            <NavLink key={destination.to} destination={destination} />
          ))}
        </div>
      </Drawer>
    </nav>
  )
}
