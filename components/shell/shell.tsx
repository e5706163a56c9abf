import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Role } from '#lib/core/principal.ts'
import { LiveRegion } from './live-region.client.tsx'
import { Mark } from './mark.tsx'
import { MentionBell } from './mention-bell.tsx'
import { MobileNav } from './mobile-nav.client.tsx'
import { NavLinks } from './nav-links.client.tsx'
import { Palette } from './palette.client.tsx'
import { ShortcutHelp } from './shortcut-help.client.tsx'
import { ThemeSwitch } from './theme-switch.client.tsx'
import { UserMenu } from './user-menu.client.tsx'

/** The frame around every page for somebody who is signed in. */
export function Shell({
  userName,
  role,
  unread,
  children,
}: {
  userName: string
  role: Role
  /** Mentions that the reader has not read. */
  unread: number
  children: ReactNode
}) {
  return (
    <div className="lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)] print:block">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-ink"
      >
        Skip to the content
      </a>
      <aside className="no-print sticky top-0 hidden h-dvh flex-col gap-5 overflow-y-auto border-r bg-surface px-3 py-4 lg:flex">
        <Link href="/overview" className="px-2">
          <Mark />
        </Link>
        <nav aria-label="Main">
          <NavLinks />
        </nav>
      </aside>
      <div className="min-w-0">
        <header className="no-print sticky top-0 z-30 flex h-13 items-center gap-2 border-b bg-page/90 px-4 backdrop-blur sm:px-6">
          <MobileNav />
          <Palette />
          <div className="ml-auto flex items-center gap-1">
            <MentionBell unread={unread} />
            <ShortcutHelp />
            <ThemeSwitch />
            <UserMenu name={userName} role={role} />
          </div>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto grid w-full max-w-[100rem] grid-cols-1 gap-5 px-4 py-5 outline-none sm:px-6"
        >
          {children}
        </main>
      </div>
      <LiveRegion />
    </div>
  )
}
