import Link from 'next/link'

/** A name that leads to its page, cut where the column ends. */
export function NameLink({ href, name, strong = false }: { href: string; name: string; strong?: boolean }) {
  return (
    <Link
      href={href}
      prefetch={false}
      title={name}
      data-row-link={strong ? '' : undefined}
      className={`block truncate hover:text-accent hover:underline ${strong ? 'font-medium' : ''}`}
    >
      <bdi>{name}</bdi>
    </Link>
  )
}

export function CellText({ value }: { value: string | null }) {
  if (value === null) return <span className="text-ink-3">—</span>
  return (
    <span title={value} className="block truncate">
      {value}
    </span>
  )
}
