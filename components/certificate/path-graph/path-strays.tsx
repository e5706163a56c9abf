import Link from 'next/link'
import type { JudgedGroup, PathCertificate } from '#lib/data/trust/certificate-judgement.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'

/** What the server sends beside the paths; where nothing is drawn at all, all that it sends. */
export function PathStrays({
  group: { strays, chain, verdict },
  certificates,
}: {
  group: JudgedGroup
  certificates: ReadonlyMap<string, PathCertificate>
}) {
  const drawn = verdict !== null && verdict.paths.length + verdict.refused.length > 0
  const listed = drawn ? strays : chain
  if (listed.length === 0) return null
  return (
    <div className="grid gap-1 text-sm">
      <h3 className="text-ink-3 text-xs">{drawn ? 'Sent as well, and no part of any path' : 'Sent by the server'}</h3>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {listed.map((sha256) => {
          const certificate = certificates.get(sha256)
          return (
            <li key={sha256} className="min-w-0 max-w-full truncate">
              {certificate?.onRecord === true ? (
                <Link href={`/certificates/${sha256}`} prefetch={false} className="link">
                  <bdi>{escapeUnsafe(certificate.name)}</bdi>
                </Link>
              ) : (
                <span className="font-mono text-xs">{sha256.slice(0, 16)}</span>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
