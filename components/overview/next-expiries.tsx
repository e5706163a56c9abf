import Link from 'next/link'
import type { NextExpiries as Expiries } from '#lib/data/reports/next-expiries.ts'
import { LifeBar } from '../certificate/life-bar.tsx'
import { Time } from '../ui/time.tsx'
import { NothingHere, Panel } from './panel.tsx'

/** The leaves nearest to their end, by the share of life that is left. */
export function NextExpiries({ expiries }: { expiries: Expiries }) {
  const { certificates, near, asOf } = expiries
  const all = (
    <Link href={`/certificates?${expiries.query}`} className="link">
      {near.toLocaleString('en')} under a third of life
    </Link>
  )
  return (
    <Panel
      title="Next to expire"
      note="By the share of life that is left, so that an hour and a year compare."
      asOf={asOf}
      actions={near === 0 ? undefined : all}
    >
      {certificates.length === 0 ? (
        <NothingHere>No certificate in service has its end before it: none was seen, or all have expired.</NothingHere>
      ) : (
        <ol className="grid grid-cols-1 divide-y">
          {certificates.map((one) => (
            <li key={one.sha256} className="flex items-center justify-between gap-3 py-1.5">
              <div className="min-w-0">
                <Link
                  href={`/certificates/${one.sha256}`}
                  title={one.name}
                  className="block truncate font-medium hover:text-accent hover:underline"
                >
                  {one.name}
                </Link>
                {one.identity === null ? (
                  <span className="text-ink-3 text-xs">no identity</span>
                ) : (
                  <Link
                    href={`/identities/${one.identity.id}`}
                    title={one.identity.name}
                    className="block truncate text-ink-3 text-xs hover:underline"
                  >
                    {one.identity.name}
                  </Link>
                )}
              </div>
              <div className="grid shrink-0 justify-items-end gap-1 text-xs">
                <Time at={one.notAfter} />
                <LifeBar notBefore={one.notBefore} notAfter={one.notAfter} now={asOf} className="w-24" />
              </div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}
