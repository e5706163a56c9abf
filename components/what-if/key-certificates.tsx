import Link from 'next/link'
import type { Page } from '#lib/core/page.ts'
import type { CertificateRow } from '#lib/data/certificates/certificate-row.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { countText } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'

/** Every certificate that carries a key: cross-signs, renewals, anchors. */
export function KeyCertificates({ page }: { page: Page<CertificateRow> }) {
  if (page.rows.length === 0) return <p className="text-ink-2">No certificate on record carries it any more.</p>
  return (
    <div className="grid gap-1">
      <ul className="divide-y rounded-lg border bg-surface">
        {page.rows.map((row) => (
          <li key={row.id} className="grid gap-x-4 gap-y-0.5 px-3 py-2 sm:grid-cols-[minmax(0,1fr)_auto]">
            <Link href={`/certificates/${row.sha256}`} prefetch={false} className="link [overflow-wrap:anywhere]">
              <bdi>{escapeUnsafe(row.subject === '' ? row.name : row.subject)}</bdi>
            </Link>
            <span className="text-ink-3 text-xs">
              issued by {escapeUnsafe(row.issuer)}, expires <Time at={row.notAfter} />
              {row.anchorOf.length === 0 ? '' : `, anchor of ${escapeUnsafe(row.anchorOf.join(', '))}`}
            </span>
          </li>
        ))}
      </ul>
      {page.nextCursor === null ? null : (
        <p className="text-ink-3 text-xs">
          {page.rows.length} of {countText(page.total)}
        </p>
      )}
    </div>
  )
}
