import { remember } from '#lib/core/remember.ts'
import { fingerprint } from '../fingerprint.ts'
import { ParseError } from '../parse-error.ts'
import { type Anchors, tryReadChainCertificate } from './anchors.ts'
import type { ChainCertificate } from './chain-certificate.ts'
import type { EdgeCache } from './edges.ts'
import { type Distrust, findPaths, type PathJudgement, type ValidPath } from './find-paths.ts'
import type { PathProfile } from './profile.ts'
import type { PathFault } from './reasons.ts'

export interface ChainQuestion {
  /** DER, leaf first, as sent. */
  readonly chain: readonly Uint8Array[]
  /** DER of issuers that were not sent, and may complete the chain. */
  readonly known?: readonly Uint8Array[]
  readonly anchors: Anchors
  readonly profile: PathProfile
  readonly distrust?: ReadonlyMap<string, Distrust>
  readonly edges?: EdgeCache
}

export interface ToldPath {
  /** SHA-256 of each, leaf first, anchor last. */
  readonly sha256: readonly string[]
  /** ISO 8601. */
  readonly validFrom: string
  readonly validUntil: string
  /** When the first of its keys is distrusted; null for never. */
  readonly distrustedFrom: string | null
  readonly notes: readonly PathFault[]
}

export interface ToldRefusal {
  readonly sha256: readonly string[]
  readonly fault: PathFault
}

/** All that is to say of a chain against a store, as plain JSON; no instant is in it but those of certificates. */
export interface ChainVerdict {
  /** Every path whose signatures hold and that breaks no rule, whatever the date: the longest-lived first. */
  readonly paths: readonly ToldPath[]
  readonly refused: readonly ToldRefusal[]
  /** The search came to its bounds: without a path nobody knows whether there is one. */
  readonly exhausted: boolean
}

/** Judges a chain by all of its paths; dates are left to whoever reads the verdict. Never throws. */
export function judgeChain(question: ChainQuestion): ChainVerdict {
  const [leafDer, ...sent] = question.chain
  const leaf = leafDer === undefined ? null : tryReadChainCertificate(leafDer)
  if (leafDer === undefined || leaf === null) return { paths: [], refused: [], exhausted: false }
  if (leaf instanceof ParseError) {
    const fault = { reason: 'malformed-certificate', at: 0, detail: leaf.message } as const
    return { paths: [], refused: [{ sha256: [], fault }], exhausted: false }
  }
  const others = [...sent, ...(question.known ?? [])].flatMap(readIssuer)
  const { anchors, profile, distrust, edges } = question
  const judgement = findPaths({
    leaf,
    others,
    anchors,
    at: null,
    profile,
    ...(distrust && { distrust }),
    ...(edges && { edges }),
  })
  return told(judgement)
}

function told({ valid, refused, exhausted }: PathJudgement): ChainVerdict {
  return {
    paths: valid
      .toSorted(
        (one, other) => other.validUntil - one.validUntil || one.certificates.length - other.certificates.length,
      )
      .map(toldPath),
    refused: refused.map(({ certificates, fault }) => ({ sha256: certificates.map(({ sha256 }) => sha256), fault })),
    exhausted,
  }
}

function toldPath({ certificates, validFrom, validUntil, distrustedFrom, notes }: ValidPath): ToldPath {
  return {
    sha256: certificates.map(({ sha256 }) => sha256),
    validFrom: new Date(validFrom).toISOString(),
    validUntil: new Date(validUntil).toISOString(),
    distrustedFrom: distrustedFrom === null ? null : new Date(distrustedFrom).toISOString(),
    notes,
  }
}

/** Thousands of chains show the same few issuers: each is read once, and its DER of the first time stands for it. */
const issuers = new Map<string, readonly ChainCertificate[]>()
const maxIssuers = 2048
/** Longer ones are few, or somebody's wish to fill the memory. */
const maxIssuerBytes = 8192

/** Issuers that can't be read strictly stand in no path. */
function readIssuer(der: Uint8Array): readonly ChainCertificate[] {
  const sha256 = fingerprint(der)
  const kept = issuers.get(sha256)
  if (kept) return kept
  const read = tryReadChainCertificate(der)
  const made = read instanceof ParseError ? [] : [read]
  if (der.byteLength > maxIssuerBytes) return made
  remember(issuers, maxIssuers, sha256, made)
  return made
}

type DateObjection = 'not-yet-valid' | 'expired' | 'distrusted'

export type DatedPath =
  | { readonly path: ToldPath; readonly objection: DateObjection | null }
  | { readonly path: null; readonly objection: PathFault['reason'] }

/** The path that counts at an instant: one in date if there is any, and else the one that comes nearest. */
export function chosenPath({ paths, refused, exhausted }: ChainVerdict, now: Date): DatedPath {
  const judged = paths.map((path): DatedPath => ({ path, objection: objectionTo(path, now) }))
  const [first] = judged
  const best = judged.find(({ objection }) => objection === null) ?? first
  if (best) return best
  return { path: null, objection: exhausted ? 'budget-exhausted' : (refused[0]?.fault.reason ?? 'no-path-to-anchor') }
}

/** notAfter is inclusive to the second (RFC 5280 4.1.2.5). */
function objectionTo({ validFrom, validUntil, distrustedFrom }: ToldPath, now: Date): DateObjection | null {
  const at = now.getTime()
  if (distrustedFrom !== null && at >= Date.parse(distrustedFrom)) return 'distrusted'
  if (at < Date.parse(validFrom)) return 'not-yet-valid'
  return at >= Date.parse(validUntil) + 1000 ? 'expired' : null
}
