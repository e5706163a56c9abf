import { valueOf } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import type { Anchors } from '#lib/x509/path/anchors.ts'
import { readCertificate } from '#lib/x509/read-certificate.ts'

const dersOfAnchors = new WeakMap<Anchors, ReadonlyMap<string, Uint8Array>>()

/**
 * The certificates of valid paths that were not sent: anchors, and issuers that were fetched. `sent`: SHA-256 of those
 * that are at hand already; `known`: DER of fetched issuers.
 */
export function pathIssuers(
  { trust, otherTrust }: Pick<TlsFacts, 'trust' | 'otherTrust'>,
  sent: ReadonlySet<string>,
  anchors: Anchors | null,
  known: readonly Uint8Array[],
): readonly Certificate[] {
  const main = valueOf(trust)
  const opinions = [...(main ? [main] : []), ...Object.values(valueOf(otherTrust) ?? {})]
  const paths = opinions.flatMap(({ path, verdict }) => [path, ...(verdict?.paths ?? []).map(({ sha256 }) => sha256)])
  const wanted = [...new Set(paths.flat())].filter((hash) => !sent.has(hash))
  if (wanted.length === 0) return []
  const fetched = new Map(known.map((der) => [fingerprint(der), der]))
  return wanted.flatMap((hash) => {
    const der = fetched.get(hash) ?? (anchors && dersOf(anchors).get(hash))
    return (der && readCertificate(der)) ?? []
  })
}

function dersOf(anchors: Anchors): ReadonlyMap<string, Uint8Array> {
  const kept = dersOfAnchors.get(anchors)
  if (kept) return kept
  const made = new Map([...anchors.bySubject.values()].flat().map(({ sha256, der }) => [sha256, der]))
  dersOfAnchors.set(anchors, made)
  return made
}
