'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { nav } from './nav.ts'

export function NavLinks() {
  const path = usePathname()
  return (
    <ul className="grid gap-0.5">
      {nav.map(({ href, label, icon: Icon }) => (
        <li key={href}>
          <Link
            href={href}
            aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
            className="group flex h-8.5 items-center gap-2.5 rounded-md px-2.5 text-ink-2 hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
          >
            <Icon aria-hidden="true" className="size-4 shrink-0" />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  )
}
