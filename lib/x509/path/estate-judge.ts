import { ParseError } from '../parse-error.ts'
import { tryReadChainCertificate } from './anchors.ts'
import type { ChainCertificate } from './chain-certificate.ts'
import { type EdgeCache, edgeOutcome } from './edges.ts'
import type { EstateLeaf, FactsTable, LeafFacts } from './estate-leaf.ts'
import type { Shape } from './estate-shape.ts'
import {
  type Ascent,
  dateObjection,
  isDistrusted,
  type Trial,
  type TrialVerdict,
  toAscent,
  type Ways,
  waysOf,
} from './estate-ways.ts'
import { findPaths } from './find-paths.ts'
import type { PathReason } from './reasons.ts'
import { leafNamesFault } from './validate.ts'

const noKeys: ReadonlySet<string> = new Set()

export function refusal(reason: PathReason): TrialVerdict {
  return { trusted: false, reason, path: [], keys: noKeys }
}

/** What is found of the ways up alone. */
type Settled =
  | { readonly trusted: true; readonly counting: readonly Counting[] }
  | { readonly trusted: false; readonly verdict: TrialVerdict }

interface Counting {
  readonly validUntil: number
  readonly verdict: TrialVerdict
}

/** Judges leaves in one trial. */
export class EstateJudge {
  readonly #trial: Trial
  readonly #facts: FactsTable
  readonly #ways = new Map<Shape, Ways>()
  /** What leaves of the same facts share; null where bytes have to tell. */
  readonly #shared = new Map<Ways, Map<LeafFacts, Settled | null>>()

  constructor(trial: Trial, facts: FactsTable) {
    this.#trial = trial
    this.#facts = facts
  }

  /** Null where only the leaf's bytes can tell: load them, and ask `verdictOfBytes`. */
  verdict(leaf: EstateLeaf): TrialVerdict | null {
    const ways = this.#waysOf(leaf)
    return ways === null ? null : this.#verdictBy(leaf, ways)
  }

  /** Remembers what it learns of the leaf; signatures that `edges` does not know go into it. */
  verdictOfBytes(leaf: EstateLeaf, leafDer: Uint8Array, edges: EdgeCache): TrialVerdict {
    const read = tryReadChainCertificate(leafDer)
    if (read instanceof ParseError) return refusal('malformed-certificate')
    const ways = this.#waysOf(leaf)
    if (ways === null) return this.#whole(leaf, read, edges)
    leaf.facts = this.#learn(leaf.facts, read, ways, edges)
    return this.#verdictBy(leaf, ways) ?? this.#whole(leaf, read, edges)
  }

  /** Null for a leaf that the shape can't speak for: one that is an anchor, or whose key is on its own way up. */
  #waysOf(leaf: EstateLeaf): Ways | null {
    if (this.#trial.anchors.sha256.has(leaf.sha256)) return null
    let ways = this.#ways.get(leaf.shape)
    if (ways === undefined) {
      ways = waysOf(leaf.shape, this.#trial)
      this.#ways.set(leaf.shape, ways)
    }
    return ways.spkis.has(leaf.spkiSha256) ? null : ways
  }

  #verdictBy(leaf: EstateLeaf, ways: Ways): TrialVerdict | null {
    let byFacts = this.#shared.get(ways)
    if (byFacts === undefined) {
      byFacts = new Map()
      this.#shared.set(ways, byFacts)
    }
    let shared = byFacts.get(leaf.facts)
    if (shared === undefined) {
      shared = sharedVerdict(ways, leaf.facts)
      byFacts.set(leaf.facts, shared)
    }
    return shared && this.#withOwn(leaf, shared)
  }

  /** The leaf's own key and dates; no path counts without them. */
  #withOwn(leaf: EstateLeaf, settled: Settled): TrialVerdict {
    const own = isDistrusted(leaf.spkiSha256, this.#trial)
      ? 'distrusted'
      : dateObjection(leaf.notBefore, leaf.notAfter, this.#trial.at)
    if (settled.trusted) return own === null ? chosen(leaf, settled.counting) : refusals[own]
    const { reason } = settled.verdict
    const dated = reason === 'expired' || reason === 'not-yet-valid'
    return own === 'distrusted' && dated ? refusals.distrusted : settled.verdict
  }

  #learn(known: LeafFacts, leaf: ChainCertificate, ways: Ways, edges: EdgeCache): LeafFacts {
    const outcomes = new Map(known.edges)
    const names = new Map(known.names)
    for (const { certificates, issuerSpki, constrained, key } of ways.ascents) {
      const [issuer] = certificates
      const outcome = outcomes.get(issuerSpki) ?? (issuer && edgeOutcome(leaf, issuer, edges, () => true))
      if (outcome) outcomes.set(issuerSpki, outcome)
      if (constrained && outcome === 'verified' && !names.has(key))
        names.set(key, leafNamesFault([leaf, ...certificates], this.#trial.profile)?.reason ?? null)
    }
    return this.#facts.of(outcomes, names)
  }

  /** Path building for this leaf alone. */
  #whole(leaf: EstateLeaf, read: ChainCertificate, edges: EdgeCache): TrialVerdict {
    const { others } = leaf.shape
    const found = findPaths({ ...this.#trial, leaf: read, others, at: null, edges })
    const ascents = found.valid.flatMap(({ certificates: [, ...above] }) =>
      above.length === 0 ? [] : [toAscent(above, this.#trial)],
    )
    const reason = found.exhausted ? 'budget-exhausted' : (found.refused[0]?.fault.reason ?? 'no-path-to-anchor')
    const settled = settle(ascents, reason)
    const isAnchor = found.valid.some(({ certificates }) => certificates.length === 1)
    return this.#withOwn(leaf, isAnchor ? byItself(settled) : settled)
  }
}

/** For a leaf that is an anchor: there is no shorter path, and none that lasts longer for it. */
function byItself(settled: Settled): Settled {
  const keys = (settled.trusted && settled.counting[0]?.verdict.keys) || noKeys
  const verdict: TrialVerdict = { trusted: true, reason: null, path: [], keys }
  return { trusted: true, counting: [{ validUntil: Number.POSITIVE_INFINITY, verdict }] }
}

const refusals = {
  distrusted: refusal('distrusted'),
  'not-yet-valid': refusal('not-yet-valid'),
  expired: refusal('expired'),
} as const

function sharedVerdict({ ascents, reason, complete }: Ways, { edges, names }: LeafFacts): Settled | null {
  if (ascents.length === 0) return { trusted: false, verdict: refusal(reason) }
  const held: Ascent[] = []
  let objection: PathReason = 'signature-mismatch'
  for (const ascent of ascents) {
    const outcome = edges.get(ascent.issuerSpki)
    if (outcome === undefined) return null
    if (outcome === 'unsupported') objection = 'unsupported-signature-algorithm'
    if (outcome !== 'verified') continue
    const fault = ascent.constrained ? names.get(ascent.key) : null
    if (fault === undefined) return null
    if (fault === null) held.push(ascent)
    else objection = fault
  }
  const settled = settle(held, objection)
  return settled.trusted || complete ? settled : null
}

function settle(ascents: readonly Ascent[], otherwise: PathReason): Settled {
  const counting = ascents.filter(({ objection }) => objection === null)
  if (counting.length === 0) {
    const nearest = ascents.toSorted((one, other) => other.validUntil - one.validUntil)[0]
    return { trusted: false, verdict: refusal(nearest?.objection ?? otherwise) }
  }
  const keys = new Set(counting.flatMap(({ certificates }) => certificates.map(({ spkiSha256 }) => spkiSha256)))
  return {
    trusted: true,
    counting: counting.map(({ certificates, validUntil }) => ({
      validUntil,
      verdict: { trusted: true, reason: null, path: certificates.map(({ sha256 }) => sha256), keys },
    })),
  }
}

/** The path that lasts longest for this leaf, the shortest of those, as wherever else a path is chosen. */
function chosen({ notAfter }: EstateLeaf, counting: readonly Counting[]): TrialVerdict {
  let best = counting[0]
  for (const one of counting) {
    if (best === undefined || one === best) continue
    const longer = Math.min(one.validUntil, notAfter) - Math.min(best.validUntil, notAfter)
    if (longer > 0 || (longer === 0 && one.verdict.path.length < best.verdict.path.length)) best = one
  }
  return best?.verdict ?? refusal('no-path-to-anchor')
}
