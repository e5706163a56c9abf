import { valueOf } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import type { Anchors } from '#lib/x509/path/anchors.ts'

/** Anchors and fetched issuers stand in the paths of thousands: each is read once. */
const read = new Map<string, Certificate | null>()
const mostRead = 4096

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
    return (der && readOnce(hash, der)) ?? []
  })
}

function dersOf(anchors: Anchors): ReadonlyMap<string, Uint8Array> {
  const kept = dersOfAnchors.get(anchors)
  if (kept) return kept
  const made = new Map([...anchors.bySubject.values()].flat().map(({ sha256, der }) => [sha256, der]))
  dersOfAnchors.set(anchors, made)
  return made
}

function readOnce(sha256: string, der: Uint8Array): Certificate | null {
  const kept = read.get(sha256)
  if (kept !== undefined) return kept
  const made = tryParse(der)
  const oldest = read.keys().next()
  if (read.size >= mostRead && !oldest.done) read.delete(oldest.value)
  read.set(sha256, made)
  return made
}

function tryParse(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der)
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}
