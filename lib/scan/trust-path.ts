import { fingerprint } from '#lib/x509/fingerprint.ts'
import { type PathCertificate, readPathCertificate } from '#lib/x509/path-certificate.ts'
import { type RuleFault, ruleFault } from '#lib/x509/path-rules.ts'
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

/** Why there is no path, in OpenSSL's words. */
export type NoPath =
  | 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
  | 'CERT_SIGNATURE_FAILURE'
  | 'DEPTH_ZERO_SELF_SIGNED_CERT'
  | 'SELF_SIGNED_CERT_IN_CHAIN'
  /** `PATH_SEARCH_EXHAUSTED`: the bounds of the search came first, so whether there is a path is not known. */
  | RuleFault

export type PathSearch =
  | { readonly path: CertificatePath; readonly objection: null }
  | { readonly path: null; readonly objection: NoPath }

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
const known = new Map<string, PathSearch>()

/**
 * The first path from the leaf (`chain[0]`, as sent) over the other certificates sent to an anchor of the store whose
 * every signature verifies and that breaks no rule, anchors tried first, or why there is none. One that is in date at
 * `now` comes before those that are not. Names chain byte for byte, issuers must be CAs, and anchors are taken at the
 * store's word.
 */
export function findPath(chain: readonly Uint8Array[], store: TrustStoreInput, now: Date = new Date()): PathSearch {
  const storeKey = keyOf(store)
  const key = [storeKey, ...chain.map((der) => fingerprint(der))].join(' ')
  const kept = known.get(key)
  if (kept !== undefined && (kept.path === null || isInDate(kept.path, now))) return kept
  const found = search(chain, anchorsOf(store, storeKey), now)
  // Longer chains than any path would fill the memory with their hashes.
  if (chain.length <= maxPathLength) remember(known, maxKept, key, found)
  return found
}

function isInDate({ validFrom, validUntil }: CertificatePath, now: Date): boolean {
  return validFrom <= now && now <= validUntil
}

function search(chain: readonly Uint8Array[], anchors: Anchors, now: Date): PathSearch {
  const [leafDer, ...othersDer] = chain
  const leaf = leafDer && readPathCertificate(leafDer)
  const others = othersDer.map(readIssuer)
  if (!leaf) return { path: null, objection: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }
  const between = others.filter((certificate) => certificate?.ca === true)
  let signatures = 0
  let objection: NoPath | null = null
  let outOfDate: CertificatePath | null = null
  let exhausted = false
  const accept = (certificates: readonly PathCertificate[]): CertificatePath | null => {
    const fault = ruleFault(certificates.map(({ der }) => der))
    if (fault === 'PATH_SEARCH_EXHAUSTED') exhausted = true
    else objection ??= fault
    if (fault !== null) return null
    const path = describe(certificates)
    if (isInDate(path, now)) return path
    outOfDate ??= path
    return null
  }
  const extend = (path: readonly PathCertificate[], last: PathCertificate): CertificatePath | null => {
    if (anchors.sha256.has(last.sha256)) return accept(path)
    const issuers = between.filter((certificate) => certificate?.subject === last.issuer)
    for (const next of [...(anchors.bySubject.get(last.issuer) ?? []), ...issuers]) {
      if (!next || path.some((one) => one.sha256 === next.sha256)) continue
      if (path.length >= maxPathLength || signatures >= maxSignatures) {
        exhausted = true
        return null
      }
      signatures += 1
      if (!edgeVerifies(last, next)) {
        objection ??= 'CERT_SIGNATURE_FAILURE'
        continue
      }
      const found = extend([...path, next], next)
      if (found) return found
    }
    return null
  }
  const path = extend([leaf], leaf) ?? (exhausted ? null : outOfDate)
  if (path) return { path, objection: null }
  if (exhausted) return { path: null, objection: 'PATH_SEARCH_EXHAUSTED' }
  return { path: null, objection: objection ?? whatIsMissing(leaf, others) }
}

const issuers = new Map<string, PathCertificate | null>()
const maxIssuers = 1024

/** More than any CA certificate of good faith: what is kept beside the others is bounded in bytes. */
const maxIssuerBytes = 16 * 1024

/** Thousands of chains show the same few issuers: each is read once, and its DER of the first time stands for it. */
function readIssuer(der: Uint8Array): PathCertificate | null {
  if (der.length > maxIssuerBytes) return readPathCertificate(der)
  const sha256 = fingerprint(der)
  const kept = issuers.get(sha256)
  if (kept !== undefined) return kept
  const read = readPathCertificate(der)
  remember(issuers, maxIssuers, sha256, read)
  return read
}

function whatIsMissing(leaf: PathCertificate, others: readonly (PathCertificate | null)[]): NoPath {
  const signsItself = (one: PathCertificate) => one.issuer === one.subject && edgeVerifies(one, one)
  if (signsItself(leaf)) return 'DEPTH_ZERO_SELF_SIGNED_CERT'
  const root = others.find((one) => one && signsItself(one))
  return root ? 'SELF_SIGNED_CERT_IN_CHAIN' : 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
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

const storeKeys = new WeakMap<TrustStoreInput, string>()

function keyOf(store: TrustStoreInput): string {
  const kept = storeKeys.get(store)
  if (kept !== undefined) return kept
  const key = JSON.stringify([store.id, store.version])
  storeKeys.set(store, key)
  return key
}
