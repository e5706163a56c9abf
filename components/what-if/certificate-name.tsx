import Link from 'next/link'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'

/** A certificate by the name that a report keeps. */
export function CertificateName({ sha256, names }: { sha256: string; names: Readonly<Record<string, string>> }) {
  return (
    <Link href={`/certificates/${sha256}`} prefetch={false} title={sha256} className="link [overflow-wrap:anywhere]">
      <bdi>{escapeUnsafe(names[sha256] ?? sha256.slice(0, 16))}</bdi>
    </Link>
  )
}
