import type { BoundedCount } from '#lib/core/page.ts'
import type { ChainVerdict, DatedPath } from '#lib/x509/path/judge-chain.ts'
import type { PathProfile } from '#lib/x509/path/profile.ts'
import type { PathReason } from '#lib/x509/path/reasons.ts'

/** A named, dated store. */
export interface DatedStore {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly asOf: Date
  readonly publicRoots: boolean
}

/** A certificate of a path. All text in it comes from whoever made the certificate. */
export interface PathCertificate {
  readonly sha256: string
  readonly spkiSha256: string
  /** What it is called in a picture: the common name of a CA, the first name of a leaf. */
  readonly name: string
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly isCa: boolean
  readonly selfSigned: boolean
  /** False: there is no page of it. */
  readonly onRecord: boolean
  /** The stores of which it is an anchor. */
  readonly anchorOf: readonly DatedStore[]
}

/**
 * Where a certificate of a path came from: sent by the server, an anchor of the store, fetched where a certificate
 * points at its issuer, or found on record.
 */
export type CertificateOrigin = 'sent' | 'store' | 'fetched' | 'recorded'

/** What another store would say of the same chain. */
export interface OtherStore {
  readonly store: DatedStore
  readonly trusted: boolean
  /** Why not. */
  readonly objection: PathReason | null
}

/** One judgement, and all places of which it holds: those of the same store, rules and chain. */
export interface JudgedGroup {
  /** Null where no store counts. */
  readonly store: DatedStore | null
  readonly rules: PathProfile['name']
  /** SHA-256 as sent, leaf first; the certificate alone where nobody serves it. */
  readonly chain: readonly string[]
  readonly places: readonly { readonly endpointId: string; readonly endpoint: string; readonly ip: string }[]
  /** All places, those that are not listed included. */
  readonly placeCount: number
  /** When the chain was last seen so; null where nobody serves it. */
  readonly seenAt: Date | null
  /** Null where nothing could be judged; `unknown` says why. */
  readonly verdict: ChainVerdict | null
  readonly unknown: 'no-store' | 'chain-not-on-record' | null
  readonly chosen: DatedPath | null
  readonly origins: ReadonlyMap<string, CertificateOrigin>
  /** By SHA-256 of the certificate: since or from when its key counts for nothing, ISO 8601. */
  readonly distrusted: ReadonlyMap<string, { readonly from: string; readonly reason: string }>
  /** Sent, and no part of any valid path; without one, of no attempt either. */
  readonly strays: readonly string[]
  readonly others: readonly OtherStore[]
}

/** What the certificate's paths are now. */
export interface CertificateJudgement {
  /** `served`: somebody shows it as a leaf; `authority`: it issues; `stored`: neither. */
  readonly role: 'served' | 'authority' | 'stored'
  readonly judgedAt: Date
  /** The one of the most places first. */
  readonly groups: readonly JudgedGroup[]
  /** False: there are more groups than are given. */
  readonly complete: boolean
  /** By SHA-256 in hex: all that paths, refusals and chains name, as far as their bytes are at hand. */
  readonly certificates: ReadonlyMap<string, PathCertificate>
  /** Served leaves under its key, directly or through others; null for what is no CA. */
  readonly leavesBelow: BoundedCount | null
}
