import Link from 'next/link'
import { TabStrip } from './tab-strip.client.tsx'

/** Tabs that are links: each has its own URL. `active` is the key of the one shown. */
export function Tabs({
  label,
  tabs,
  active,
}: {
  label: string
  tabs: readonly {
    readonly key: string
    readonly label: React.ReactNode
    readonly href: string
    readonly count?: string | number
  }[]
  active: string
}) {
  return (
    <TabStrip label={label} active={active}>
      {tabs.map((tab) => (
        <Link
          key={tab.key}
          href={tab.href}
          aria-current={tab.key === active ? 'page' : undefined}
          className="flex items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-3 py-2 text-ink-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <span className="nums rounded bg-sunken px-1 text-ink-2 text-xs">{tab.count}</span>
          )}
        </Link>
      ))}
    </TabStrip>
  )
}
