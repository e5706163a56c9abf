import Link from 'next/link'
import type { Page } from '#lib/core/page.ts'
import type { CertificateRow } from '#lib/data/certificates/certificate-row.ts'
import { CountLink, countText } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'

/** Other certificates with the same key, and where they are served. `page` holds this certificate too. */
export function CertificateSameKey({ page, certificate }: { page: Page<CertificateRow>; certificate: CertificateRow }) {
  const others = page.rows.filter((row) => row.sha256 !== certificate.sha256)
  const picture = (
    <Link href={`/reuse/key-${certificate.spkiSha256}`} prefetch={false} className="link">
      Who uses this key
    </Link>
  )
  if (others.length === 0)
    return (
      <p className="text-ink-2">
        No other certificate on record carries this key. {certificate.endpoints.count === 0 ? null : picture}
      </p>
    )
  return (
    <div className="grid gap-2">
      <ul className="divide-y rounded-lg border bg-surface">
        {others.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-3 py-2">
            <Link
              href={`/certificates/${row.sha256}`}
              prefetch={false}
              title={row.name}
              className="min-w-0 max-w-full truncate font-medium hover:text-accent hover:underline"
            >
              <bdi>{row.name}</bdi>
            </Link>
            <span className="text-ink-3 text-xs">
              expires <Time at={row.notAfter} />
            </span>
            <span className="ml-auto text-ink-2 text-xs">
              {row.endpoints.count === 0 ? (
                'not served now'
              ) : (
                <>
                  served at{' '}
                  <CountLink count={row.endpoints} href={`/certificates/${row.sha256}#served`} label="endpoints" />
                  {row.environments.length === 0 ? '' : ` in ${row.environments.join(', ')}`}
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-x-4 text-xs">
        {picture}
        <Link href={`/certificates?spki=${certificate.spkiSha256}`} className="link">
          All {countText(page.total)} certificates with this key
        </Link>
      </p>
    </div>
  )
}
