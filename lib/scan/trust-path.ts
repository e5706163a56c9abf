import type { X509Certificate } from 'node:crypto'
import { sha256, toHex } from '#lib/core/ids.ts'
import { opensslCertificate } from '#lib/x509/openssl-certificate.ts'
import { verifyPath } from '#lib/x509/verify-path.ts'
import type { TrustStoreInput } from './trust-store.ts'

/** A chain of signatures from the leaf to an anchor, found whatever the dates say. */
export interface CertificatePath {
  /** Leaf first, anchor last. */
  readonly sha256: readonly string[]
  /** The span in which every certificate of the path is in date; empty where `validFrom` is later. */
  readonly validFrom: Date
  readonly validUntil: Date
}

interface Link {
  readonly certificate: X509Certificate
  readonly der: Uint8Array
  readonly sha256: string
  readonly anchor: boolean
}

const maxPathLength = 10
/** A chain of look-alike issuers must not buy itself unbounded work. */
const maxSignatures = 64
const maxKept = 1000
const maxStores = 32

const anchorsByStore = new Map<string, ReadonlyMap<string, readonly Link[]>>()
const known = new Map<string, CertificatePath | null>()

/**
 * The first path from the leaf (`chain[0]`, as sent) over the other certificates sent to an anchor of the store whose
 * every signature verifies, anchors tried first; null where there is none. Issuers must be CAs; anchors are taken at
 * the store's word.
 */
export function findPath(chain: readonly Uint8Array[], store: TrustStoreInput): CertificatePath | null {
  const storeKey = JSON.stringify([store.id, store.version])
  const key = [storeKey, ...chain.map(sha256Hex)].join(' ')
  const kept = known.get(key)
  if (kept !== undefined) return kept
  const path = search(chain, anchorsOf(store, storeKey))
  remember(known, maxKept, key, path)
  return path
}

function search(chain: readonly Uint8Array[], anchors: ReadonlyMap<string, readonly Link[]>): CertificatePath | null {
  const sent = chain.flatMap((der) => readLink(der, false))
  const [leaf] = sent
  if (!leaf || leaf.sha256 !== sha256Hex(chain[0] ?? new Uint8Array())) return null
  let signatures = 0
  const extend = (path: readonly Link[], last: Link): readonly Link[] | null => {
    const { issuer } = last.certificate
    if (anchors.get(last.certificate.subject)?.some((anchor) => anchor.sha256 === last.sha256)) return path
    if (path.length >= maxPathLength) return null
    const between = sent.filter((link) => link.certificate.subject === issuer && link.certificate.ca)
    for (const next of [...(anchors.get(issuer) ?? []), ...between]) {
      if (path.some((link) => link.sha256 === next.sha256)) continue
      signatures += 1
      if (signatures > maxSignatures || !signedBy(last, next)) continue
      const found = next.anchor ? [...path, next] : extend([...path, next], next)
      if (found) return found
    }
    return null
  }
  const found = extend([leaf], leaf)
  return found && confirmed(found) ? describe(found) : null
}

function signedBy(link: Link, issuer: Link): boolean {
  try {
    return link.certificate.verify(issuer.certificate.publicKey)
  } catch {
    return false // A key or an algorithm that OpenSSL does not know.
  }
}

/** The product's own reader looks at the whole path once more: names byte for byte, CA flags, signatures. */
function confirmed(path: readonly Link[]): boolean {
  const anchor = path.at(-1)
  return (
    anchor !== undefined &&
    verifyPath(
      path.map((link) => link.der),
      new Set([anchor.sha256]),
    ).ok
  )
}

function describe(path: readonly Link[]): CertificatePath {
  return {
    sha256: path.map((link) => link.sha256),
    validFrom: new Date(Math.max(...path.map((link) => link.certificate.validFromDate.getTime()))),
    validUntil: new Date(Math.min(...path.map((link) => link.certificate.validToDate.getTime()))),
  }
}

function anchorsOf(store: TrustStoreInput, key: string): ReadonlyMap<string, readonly Link[]> {
  const kept = anchorsByStore.get(key)
  if (kept) return kept
  const bySubject = Map.groupBy(
    store.anchors.flatMap((der) => readLink(der, true)),
    (link) => link.certificate.subject,
  )
  remember(anchorsByStore, maxStores, key, bySubject)
  return bySubject
}

/** None for bytes that OpenSSL can't read, or reads as another certificate than they are. */
function readLink(der: Uint8Array, anchor: boolean): readonly Link[] {
  const certificate = opensslCertificate(der)
  return certificate ? [{ certificate, der, sha256: sha256Hex(der), anchor }] : []
}

function remember<T>(map: Map<string, T>, limit: number, key: string, value: T): void {
  const oldest = map.keys().next()
  if (map.size >= limit && !oldest.done) map.delete(oldest.value)
  map.set(key, value)
}

function sha256Hex(der: Uint8Array): string {
  return toHex(sha256(der))
}
