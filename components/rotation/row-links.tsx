import Link from 'next/link'

/** A name that leads to its page, cut where the column ends; a SPIFFE ID at its beginning, since those begin alike. */
export function NameLink({ href, name, strong = false }: { href: string; name: string; strong?: boolean }) {
  return (
    <Link
      href={href}
      prefetch={false}
      title={name}
      data-row-link={strong ? '' : undefined}
      dir={name.startsWith('spiffe://') ? 'rtl' : undefined}
      className={`block truncate text-left hover:text-accent hover:underline ${strong ? 'font-medium' : ''}`}
    >
      <bdi dir="ltr">{name}</bdi>
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
