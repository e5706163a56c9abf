import Link from 'next/link'
import type { ReactNode } from 'react'

/** The name of a thing of a table, leading to its page. */
export function NameLink({ href, name, children }: { href: string; name: string; children?: ReactNode }) {
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2 gap-y-0.5">
      <Link
        href={href}
        prefetch={false}
        className="font-medium [overflow-wrap:anywhere] hover:text-accent hover:underline"
      >
        <bdi>{name}</bdi>
      </Link>
      {children}
    </span>
  )
}
