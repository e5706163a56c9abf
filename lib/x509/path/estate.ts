import { ParseError } from '../parse-error.ts'
import type { Anchors } from './anchors.ts'
import { tryReadChainCertificate } from './anchors.ts'
import { certificateRules } from './certificate-rules.ts'
import type { ChainCertificate } from './chain-certificate.ts'
import { deviations } from './conformance.ts'
import { type EdgeCache, edgeOutcome, MemoryEdges } from './edges.ts'
import { type Distrust, findPaths } from './find-paths.ts'
import type { PathProfile } from './profile.ts'
import { spiffe } from './profile.ts'
import type { PathReason } from './reasons.ts'
import { publicKeyOf, type SignatureOutcome } from './signature.ts'

/** What chains are judged against. */
export interface Trial {
  readonly anchors: Anchors
  readonly distrust: ReadonlyMap<string, Distrust>
  readonly profile: PathProfile
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface TrialVerdict {
  readonly trusted: boolean
  /** Why there is no path that counts now; `expired`, `not-yet-valid` and `distrusted` where one counted at another time. */
  readonly reason: PathReason | null
  /** Certificates above the leaf of the path that counts, by SHA-256; empty where there is none. */
  readonly path: readonly string[]
  /** Keys of every path that counts now, the leaf's left out. */
  readonly keys: ReadonlySet<string>
}

/** A leaf with what was sent beside it; its bytes are let go. */
export interface EstateLeaf {
  readonly sha256: string
  readonly shape: Shape
  readonly spkiSha256: string
  readonly notBefore: number
  readonly notAfter: number
  /** By SHA-256 of an issuer's SPKI, as far as it is known. */
  readonly edges: Map<string, SignatureOutcome>
}

/** All leaves for which path building finds the same ways up: only dates, key and signature are their own. */
interface Shape {
  readonly sample: ChainCertificate
  readonly others: readonly ChainCertificate[]
}

/** One way up from a shape to an anchor, the leaf left out. */
interface Ascent {
  readonly issuerSpki: string
  readonly sha256: readonly string[]
  readonly spkis: readonly string[]
  readonly validFrom: number
  readonly validUntil: number
  readonly distrustedFrom: number | null
  /** Name constraints make it a question of each leaf's own names. */
  readonly constrained: boolean
}

interface Ways {
  readonly ascents: readonly Ascent[]
  readonly reason: PathReason
}

const never: TrialVerdict = { trusted: false, reason: null, path: [], keys: new Set() }

/**
 * Many chains, judged again and again against stores, dates and rules that change, with no byte read and no signature
 * verified twice. Chains of one shape (issuer, what was sent beside the leaf, and all of the leaf's own that rules look
 * at) share their ways up; what is left for each leaf is a comparison of numbers.
 */
export class Estate {
  readonly #shapes = new Map<string, Shape>()
  readonly #issuers = new Map<string, ChainCertificate | null>()
  readonly #edges: EdgeCache

  constructor(edges: EdgeCache = new MemoryEdges()) {
    this.#edges = edges
  }

  /** Reads a chain and verifies the leaf under the issuers that came with it; a ParseError where the leaf is malformed. */
  add(
    leafDer: Uint8Array,
    otherDers: readonly Uint8Array[],
    hashOf: (der: Uint8Array) => string,
    known: EdgeCache = this.#edges,
  ): EstateLeaf | ParseError {
    const leaf = tryReadChainCertificate(leafDer)
    if (leaf instanceof ParseError) return leaf
    const others = otherDers.flatMap((der) => this.#issuer(der, hashOf(der)) ?? [])
    const edges = new Map<string, SignatureOutcome>()
    for (const issuer of others) if (issuer.subject.key === leaf.issuer.key) learn(leaf, issuer, known, edges)
    const { sha256, spkiSha256, notBefore, notAfter } = leaf
    return { sha256, shape: this.#shape(leaf, others), spkiSha256, notBefore, notAfter, edges }
  }

  /** A function that judges leaves; null where a leaf's bytes are needed: load them, and ask `judgeBytes`. */
  judge(trial: Trial): (leaf: EstateLeaf) => TrialVerdict | null {
    const ways = new Map<Shape, Ways>()
    return (leaf) => {
      if (trial.anchors.sha256.has(leaf.sha256)) return null
      let known = ways.get(leaf.shape)
      if (known === undefined) {
        known = waysOf(leaf.shape, trial)
        ways.set(leaf.shape, known)
      }
      return judgeLeaf(leaf, known, trial)
    }
  }

  /** Judges one chain whole, and remembers what it learns of the leaf's signatures. */
  judgeBytes(leaf: EstateLeaf, leafDer: Uint8Array, trial: Trial): TrialVerdict {
    const read = tryReadChainCertificate(leafDer)
    if (read instanceof ParseError) return { ...never, reason: 'malformed-certificate' }
    const { anchors, distrust, profile } = trial
    const { others } = leaf.shape
    for (const anchor of anchors.bySubject.get(read.issuer.key) ?? []) learn(read, anchor, this.#edges, leaf.edges)
    const found = findPaths({ leaf: read, others, anchors, at: null, profile, distrust, edges: this.#edges })
    const ascents = found.valid.map(({ certificates }) => toAscent(certificates, distrust))
    const reason = found.refused[0]?.fault.reason ?? 'no-path-to-anchor'
    return settle(leaf, ascents, found.exhausted ? 'budget-exhausted' : reason, trial)
  }

  #issuer(der: Uint8Array, sha256: string): ChainCertificate | null {
    const known = this.#issuers.get(sha256)
    if (known !== undefined) return known
    const read = tryReadChainCertificate(der)
    const issuer = read instanceof ParseError ? null : read
    this.#issuers.set(sha256, issuer)
    return issuer
  }

  #shape(leaf: ChainCertificate, others: readonly ChainCertificate[]): Shape {
    const key = shapeKey(leaf, others)
    const known = this.#shapes.get(key)
    if (known) return known
    const shape: Shape = { sample: leaf, others }
    this.#shapes.set(key, shape)
    return shape
  }
}

function learn(
  leaf: ChainCertificate,
  issuer: ChainCertificate,
  known: EdgeCache,
  edges: Map<string, SignatureOutcome>,
): void {
  const outcome = edgeOutcome(leaf, issuer, known, () => true)
  if (outcome !== null) edges.set(issuer.spkiSha256, outcome)
}

/** Everything of a leaf that path building or a rule of any profile looks at, but dates, key and signature. */
function shapeKey(leaf: ChainCertificate, others: readonly ChainCertificate[]): string {
  const key = publicKeyOf(leaf)
  const selfIssued = leaf.issuer.key === leaf.subject.key
  return JSON.stringify([
    leaf.issuer.key,
    // A leaf that is its own issuer, or has the name of one, is a matter of its own.
    selfIssued ? leaf.sha256 : '',
    leaf.authorityKeyId,
    others.map(({ sha256 }) => sha256).sort(),
    leaf.signatureAlgorithm.oid,
    leaf.signatureAlgorithm.parameters && Buffer.from(leaf.signatureAlgorithm.parameters).toString('hex'),
    leaf.algorithmsAgree,
    leaf.version,
    key?.asymmetricKeyType ?? null,
    key?.asymmetricKeyDetails?.modulusLength ?? key?.asymmetricKeyDetails?.namedCurve ?? null,
    leaf.basicConstraints,
    leaf.keyUsage && [...leaf.keyUsage].sort(),
    leaf.extendedKeyUsage,
    leaf.unknownCritical,
    leaf.policies,
    leaf.policyConstraints,
    leaf.inhibitAnyPolicy,
    leaf.policyMappings,
    deviations(leaf, 'leaf'),
    certificateRules(leaf, 'leaf', spiffe)?.detail ?? null,
  ])
}

/** Takes the sample's own signature for granted: whether a leaf's holds is asked of each. */
function waysOf({ sample, others }: Shape, { anchors, distrust, profile }: Trial): Ways {
  const found = findPaths({
    leaf: sample,
    others,
    anchors,
    at: null,
    profile,
    distrust,
    edges: new GrantedEdges(sample.sha256),
  })
  return {
    ascents: found.valid
      .filter(({ certificates }) => certificates.length > 1)
      .map(({ certificates }) => toAscent(certificates, distrust)),
    reason: found.exhausted ? 'budget-exhausted' : (found.refused[0]?.fault.reason ?? 'no-path-to-anchor'),
  }
}

const betweenAuthorities = new MemoryEdges(10_000)

class GrantedEdges implements EdgeCache {
  readonly #sample: string

  constructor(sample: string) {
    this.#sample = sample
  }

  get(child: string, issuer: string): SignatureOutcome | undefined {
    return child === this.#sample ? 'verified' : betweenAuthorities.get(child, issuer)
  }

  set(child: string, issuer: string, outcome: SignatureOutcome): void {
    betweenAuthorities.set(child, issuer, outcome)
  }
}

/** The distrust of the leaf's own key is asked of each leaf. */
function toAscent(certificates: readonly ChainCertificate[], distrust: Trial['distrust']): Ascent {
  const above = certificates.slice(1)
  const announced = above.flatMap(({ spkiSha256 }) => distrust.get(spkiSha256)?.effectiveAt ?? [])
  return {
    issuerSpki: above[0]?.spkiSha256 ?? '',
    sha256: above.map(({ sha256 }) => sha256),
    spkis: above.map(({ spkiSha256 }) => spkiSha256),
    validFrom: Math.max(...above.map(({ notBefore }) => notBefore)),
    validUntil: Math.min(...above.map(({ notAfter }) => notAfter)),
    distrustedFrom: announced.length === 0 ? null : Math.min(...announced),
    constrained: above.some(({ nameConstraints }) => nameConstraints !== null),
  }
}

/** Null where only the leaf's bytes can tell. */
function judgeLeaf(leaf: EstateLeaf, { ascents, reason }: Ways, trial: Trial): TrialVerdict | null {
  if (ascents.length === 0) return { ...never, reason }
  const open = ascents.filter(({ issuerSpki }) => leaf.edges.get(issuerSpki) !== 'mismatch')
  if (open.some(({ constrained, issuerSpki }) => constrained || !leaf.edges.has(issuerSpki))) return null
  const held = open.filter(({ issuerSpki }) => leaf.edges.get(issuerSpki) === 'verified')
  // Issuers that contradict the key identifiers are tried only where the others fail: path building has to say.
  if (held.length === 0) return null
  return settle(leaf, held, 'signature-mismatch', trial)
}

/** Chooses among the ways that stand, by dates and distrust. */
function settle(leaf: EstateLeaf, ascents: readonly Ascent[], otherwise: PathReason, trial: Trial): TrialVerdict {
  const keys = new Set<string>()
  let best: Ascent | null = null
  let objection: PathReason = otherwise
  for (const ascent of ascents) {
    const against = objectionTo(leaf, ascent, trial)
    if (against !== null) {
      objection = against
      continue
    }
    for (const spki of ascent.spkis) keys.add(spki)
    if (best === null || ascent.validUntil > best.validUntil) best = ascent
  }
  return best === null ? { ...never, reason: objection } : { trusted: true, reason: null, path: best.sha256, keys }
}

function objectionTo(leaf: EstateLeaf, ascent: Ascent, { at, distrust }: Trial): PathReason | null {
  const own = distrust.get(leaf.spkiSha256)
  if ((own && at >= own.effectiveAt) || (ascent.distrustedFrom !== null && at >= ascent.distrustedFrom))
    return 'distrusted'
  if (at < leaf.notBefore || at < ascent.validFrom) return 'not-yet-valid'
  return at >= leaf.notAfter + 1000 || at >= ascent.validUntil + 1000 ? 'expired' : null
}
