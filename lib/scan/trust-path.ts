import { sha256, toHex } from '#lib/core/ids.ts'
import { type PathCertificate, readPathCertificate } from '#lib/x509/path-certificate.ts'
import { edgeVerifies } from '#lib/x509/verify-edge.ts'
import type { TrustStoreInput } from './trust-store.ts'

/** A chain of signatures from the leaf to an anchor, found whatever the dates say. */
export interface CertificatePath {
  /** Leaf first, anchor last. */
  readonly sha256: readonly string[]
  /** The span in which every certificate of the path is in date; empty where `validFrom` is later. */
  readonly validFrom: Date
  readonly validUntil: Date
}

interface Anchors {
  readonly bySubject: ReadonlyMap<string, readonly PathCertificate[]>
  readonly sha256: ReadonlySet<string>
}

const maxPathLength = 10
/** A chain of look-alike issuers must not buy itself unbounded work. */
const maxSignatures = 64
const maxKept = 10_000
const maxStores = 32

const anchorsByStore = new Map<string, Anchors>()
const known = new Map<string, CertificatePath | null>()

/**
 * The first path from the leaf (`chain[0]`, as sent) over the other certificates sent to an anchor of the store whose
 * every signature verifies, anchors tried first; null where there is none. Names chain byte for byte, issuers must be
 * CAs, and anchors are taken at the store's word.
 */
export function findPath(chain: readonly Uint8Array[], store: TrustStoreInput): CertificatePath | null {
  const storeKey = JSON.stringify([store.id, store.version])
  const key = [storeKey, ...chain.map((der) => toHex(sha256(der)))].join(' ')
  const kept = known.get(key)
  if (kept !== undefined) return kept
  const path = search(chain, anchorsOf(store, storeKey))
  remember(known, maxKept, key, path)
  return path
}

function search(chain: readonly Uint8Array[], anchors: Anchors): CertificatePath | null {
  const [leaf, ...others] = chain.map(readPathCertificate)
  if (!leaf) return null
  const between = others.filter((certificate) => certificate?.ca === true)
  let signatures = 0
  const extend = (path: readonly PathCertificate[], last: PathCertificate): readonly PathCertificate[] | null => {
    if (anchors.sha256.has(last.sha256)) return path
    if (path.length >= maxPathLength) return null
    const issuers = between.filter((certificate) => certificate?.subject === last.issuer)
    for (const next of [...(anchors.bySubject.get(last.issuer) ?? []), ...issuers]) {
      if (!next || path.some((one) => one.sha256 === next.sha256)) continue
      signatures += 1
      if (signatures > maxSignatures || !edgeVerifies(last, next)) continue
      const found = anchors.sha256.has(next.sha256) ? [...path, next] : extend([...path, next], next)
      if (found) return found
    }
    return null
  }
  const found = extend([leaf], leaf)
  return found && describe(found)
}

function describe(path: readonly PathCertificate[]): CertificatePath {
  return {
    sha256: path.map((certificate) => certificate.sha256),
    validFrom: new Date(Math.max(...path.map(({ notBefore }) => notBefore))),
    validUntil: new Date(Math.min(...path.map(({ notAfter }) => notAfter))),
  }
}

/** An anchor is a CA by its flag, or by the store's word where it is of version 1 and can carry none. */
function anchorsOf(store: TrustStoreInput, key: string): Anchors {
  const kept = anchorsByStore.get(key)
  if (kept) return kept
  const read = store.anchors.flatMap((der) => readPathCertificate(der) ?? [])
  const anchors = {
    bySubject: Map.groupBy(
      read.filter(({ ca, version }) => ca || version === 1),
      ({ subject }) => subject,
    ),
    sha256: new Set(read.map((anchor) => anchor.sha256)),
  }
  remember(anchorsByStore, maxStores, key, anchors)
  return anchors
}

function remember<T>(map: Map<string, T>, limit: number, key: string, value: T): void {
  const oldest = map.keys().next()
  if (map.size >= limit && !oldest.done) map.delete(oldest.value)
  map.set(key, value)
}
