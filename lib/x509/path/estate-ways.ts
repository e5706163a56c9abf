import type { Anchors } from './anchors.ts'
import type { ChainCertificate } from './chain-certificate.ts'
import { type EdgeCache, MemoryEdges } from './edges.ts'
import type { Shape } from './estate-shape.ts'
import { type Distrust, findPaths, pathLimits } from './find-paths.ts'
import type { PathProfile } from './profile.ts'
import type { PathReason } from './reasons.ts'
import type { SignatureOutcome } from './signature.ts'

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
  /** Why there is no path that counts now; `expired`, `not-yet-valid` and `distrusted` where one counts at another time. */
  readonly reason: PathReason | null
  /** Certificates above the leaf of the path that counts, by SHA-256; empty where there is none. */
  readonly path: readonly string[]
  /** Keys of every path that counts now, the leaf's left out. Verdicts that are alike share one. */
  readonly keys: ReadonlySet<string>
}

/** One way up to an anchor, the leaf left out. */
export interface Ascent {
  /** The same in every trial. */
  readonly key: string
  readonly certificates: readonly ChainCertificate[]
  readonly issuerSpki: string
  readonly validUntil: number
  /** Why it does not count at the instant of the trial, whatever the leaf. */
  readonly objection: DateObjection | null
  /** Name constraints make it a question of each leaf's own names. */
  readonly constrained: boolean
}

export type DateObjection = 'distrusted' | 'not-yet-valid' | 'expired'

/** All that is to know of a shape in a trial. */
export interface Ways {
  /** As they were found. */
  readonly ascents: readonly Ascent[]
  /** Why there is none. */
  readonly reason: PathReason
  /** False where the search came to a bound: a leaf that none of the ascents holds for may have others. */
  readonly complete: boolean
  /** Keys on the ascents. */
  readonly spkis: ReadonlySet<string>
}

/** Takes the sample's own signature and names for granted: they are asked of each leaf. */
export function waysOf({ sample, others }: Shape, trial: Trial): Ways {
  const found = findPaths({
    ...trial,
    leaf: sample,
    others,
    at: null,
    leafNames: 'left-out',
    edges: new GrantedEdges(sample.sha256),
  })
  const ascents = found.valid.flatMap(({ certificates: [, ...above] }) =>
    above.length === 0 ? [] : [toAscent(above, trial)],
  )
  return {
    ascents,
    reason: found.exhausted ? 'budget-exhausted' : (found.refused[0]?.fault.reason ?? 'no-path-to-anchor'),
    complete: !found.exhausted && found.valid.length < pathLimits.paths,
    spkis: new Set(ascents.flatMap(({ certificates }) => certificates.map(({ spkiSha256 }) => spkiSha256))),
  }
}

export function toAscent(certificates: readonly ChainCertificate[], trial: Trial): Ascent {
  const dated = trial.profile.anchor.validity ? certificates : certificates.slice(0, -1)
  const validUntil = Math.min(...dated.map(({ notAfter }) => notAfter))
  return {
    key: certificates.map(({ sha256 }) => sha256).join(' '),
    certificates,
    issuerSpki: certificates[0]?.spkiSha256 ?? '',
    validUntil,
    objection: certificates.some(({ spkiSha256 }) => isDistrusted(spkiSha256, trial))
      ? 'distrusted'
      : dateObjection(Math.max(...dated.map(({ notBefore }) => notBefore)), validUntil, trial.at),
    constrained: certificates.some(({ nameConstraints }) => nameConstraints !== null),
  }
}

export function isDistrusted(spkiSha256: string, { distrust, at }: Trial): boolean {
  const entry = distrust.get(spkiSha256)
  return entry !== undefined && at >= entry.effectiveAt
}

/** notAfter is inclusive to the second (RFC 5280 4.1.2.5). */
export function dateObjection(validFrom: number, validUntil: number, at: number): DateObjection | null {
  if (at < validFrom) return 'not-yet-valid'
  return at >= validUntil + 1000 ? 'expired' : null
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
