import type { Anchors } from './anchors.ts'
import { keyFault } from './certificate-rules.ts'
import type { ChainCertificate } from './chain-certificate.ts'
import { deviations } from './conformance.ts'
import { DeadEnds } from './dead-ends.ts'
import { type EdgeCache, edgeOutcome, MemoryEdges } from './edges.ts'
import { verificationCost } from './key-strength.ts'
import type { PathProfile } from './profile.ts'
import { type PathFault, shortDetail } from './reasons.ts'
import { type InitialValues, noInitialValues, pathFault } from './validate.ts'

/** A key that counts for nothing from an instant on (milliseconds since 1970), wherever it stands in a path. */
export interface Distrust {
  readonly effectiveAt: number
  readonly reason: string
}

export interface PathQuestion {
  readonly leaf: ChainCertificate
  /** Whatever may stand between, in any order; strays do no harm. */
  readonly others: readonly ChainCertificate[]
  readonly anchors: Anchors
  /** Milliseconds since 1970; null: dates refuse no path, and the span of each tells. */
  readonly at: number | null
  readonly profile: PathProfile
  readonly initial?: InitialValues
  /** By SHA-256 of the SPKI. */
  readonly distrust?: ReadonlyMap<string, Distrust>
  readonly edges?: EdgeCache
  /** Left out: the leaf's names are not held against name constraints; `leafNamesFault` does that. */
  readonly leafNames?: 'judged' | 'left-out'
  readonly limits?: Partial<PathLimits>
}

export interface PathLimits {
  /** Issuers that are looked at. */
  readonly steps: number
  /** Signatures that are not known yet and are verified, each by what it costs (`verificationCost`). */
  readonly signatures: number
  readonly depth: number
  /** Valid paths, and refused ones, that are told. */
  readonly paths: number
}

/** Steps after which only what can lead to an anchor is followed. */
const patience = 256

export const pathLimits: PathLimits = { steps: 4096, signatures: 128, depth: 24, paths: 32 }

export interface ValidPath {
  /** Leaf first, anchor last. */
  readonly certificates: readonly ChainCertificate[]
  /** The span in which every certificate whose dates count is in date; milliseconds since 1970. */
  readonly validFrom: number
  readonly validUntil: number
  /** When the first of its keys is distrusted; null for never. */
  readonly distrustedFrom: number | null
  /** What its certificates break of RFC 5280 4 where the profile only notes it. */
  readonly notes: readonly PathFault[]
}

export interface RefusedPath {
  /** Leaf first, as far as it was followed. */
  readonly certificates: readonly ChainCertificate[]
  readonly fault: PathFault
}

export interface PathJudgement {
  /** All valid paths up to the bound, the first is the one chosen. */
  readonly valid: readonly ValidPath[]
  readonly refused: readonly RefusedPath[]
  /** The search ended before it had seen everything: without a valid path nobody knows whether there is one. */
  readonly exhausted: boolean
}

const inMemory = new MemoryEdges()

/**
 * Path building and validation by RFC 5280 6 with backtracking: every issuer by name among the anchors and the other
 * certificates is tried, those that the key identifiers point at first. Never throws; work is bounded by `limits`.
 */
export function findPaths(question: PathQuestion): PathJudgement {
  return new Search(question).run()
}

class Search {
  readonly #question: PathQuestion
  readonly #limits: PathLimits
  readonly #bySubject: ReadonlyMap<string, readonly ChainCertificate[]>
  readonly #valid: ValidPath[] = []
  readonly #refused: RefusedPath[] = []
  readonly #deadEnds: DeadEnds
  #steps = 0
  #signatures = 0
  /** What was refused or left out for the sake of the path below it: another path may fare better. */
  #conditional = 0
  #exhausted = false

  constructor(question: PathQuestion) {
    this.#question = question
    this.#limits = { ...pathLimits, ...question.limits }
    const others = new Map(question.others.map((one) => [one.sha256, one]))
    this.#bySubject = Map.groupBy(others.values(), ({ subject }) => subject.key)
    this.#deadEnds = new DeadEnds([...others.values()], question.anchors)
  }

  run(): PathJudgement {
    const { leaf, anchors } = this.#question
    if (anchors.sha256.has(leaf.sha256)) this.#complete([leaf])
    this.#extend([leaf])
    if (this.#valid.length === 0 && this.#refused.length === 0 && !this.#exhausted)
      this.#refuse([leaf], this.#nothing())
    return { valid: this.#valid, refused: this.#refused, exhausted: this.#exhausted }
  }

  #nothing(): PathFault {
    const { leaf } = this.#question
    const selfIssued = leaf.issuer.key === leaf.subject.key
    return selfIssued
      ? { reason: 'self-signed-not-anchor', at: 0, detail: 'the certificate names itself as its issuer' }
      : { reason: 'no-path-to-anchor', at: 0, detail: 'no certificate with the name of its issuer' }
  }

  #extend(path: readonly ChainCertificate[]): void {
    const last = path.at(-1)
    if (last === undefined || this.#valid.length >= this.#limits.paths) return
    const [found, conditional] = [this.#valid.length, this.#conditional]
    const { hinted, others } = this.#issuersOf(last, path)
    if (hinted.length + others.length === 0) this.#deadEnd(path, last)
    for (const issuer of hinted) this.#try(path, last, issuer)
    // Key identifiers are hints (RFC 5280 4.2.1.1): what contradicts them is tried where nothing else was found, and
    // always where dates and distrust are left to the reader, who may find all the others out of date.
    if (this.#valid.length === found || this.#question.at === null)
      for (const issuer of others) this.#try(path, last, issuer)
    if (this.#valid.length === found && this.#conditional === conditional && !this.#exhausted) this.#deadEnds.add(last)
  }

  #deadEnd(path: readonly ChainCertificate[], last: ChainCertificate): void {
    if (path.length === 1) return
    const at = path.length - 1
    const detail = `no issuer of certificate ${at} that was not used before`
    const reason = last.issuer.key === last.subject.key ? 'self-signed-not-anchor' : 'no-path-to-anchor'
    this.#refuse(path, { reason, at, detail })
  }

  #issuersOf(last: ChainCertificate, path: readonly ChainCertificate[]) {
    const used = new Set(path.map(({ subject, spkiSha256 }) => `${spkiSha256} ${subject.key}`))
    const fresh = ({ subject, spkiSha256 }: ChainCertificate) => {
      const isFresh = !used.has(`${spkiSha256} ${subject.key}`)
      if (!isFresh) this.#conditional += 1
      return isFresh
    }
    const anchors = (this.#question.anchors.bySubject.get(last.issuer.key) ?? []).filter(fresh)
    const among = (this.#bySubject.get(last.issuer.key) ?? []).filter(
      (one) => fresh(one) && !this.#question.anchors.sha256.has(one.sha256),
    )
    const [hinted, others]: [Candidate[], Candidate[]] = [[], []]
    for (const [list, isAnchor] of [
      [anchors, true],
      [among, false],
    ] as const) {
      for (const certificate of list) {
        const contradicts =
          last.authorityKeyId !== null &&
          certificate.subjectKeyId !== null &&
          last.authorityKeyId !== certificate.subjectKeyId
        const into = contradicts ? others : hinted
        into.push({ certificate, isAnchor })
      }
    }
    return { hinted, others }
  }

  #try(path: readonly ChainCertificate[], last: ChainCertificate, { certificate, isAnchor }: Candidate): void {
    if (this.#exhausted || this.#valid.length >= this.#limits.paths) return
    this.#steps += 1
    if (this.#steps > this.#limits.steps) {
      this.#exhausted = true
      return
    }
    const next = [...path, certificate]
    if (!isAnchor && this.#isDeadEnd(certificate)) {
      const detail = `nothing above certificate ${next.length - 1} leads to an anchor`
      this.#refuse(next, { reason: 'no-path-to-anchor', at: next.length - 1, detail })
      return
    }
    const objection = this.#objection(last, { certificate, isAnchor }, next.length - 1)
    if (objection) this.#refuse(next, objection)
    else if (this.#exhausted) return
    else if (isAnchor) this.#complete(next)
    else if (next.length < this.#limits.depth) this.#extend(next)
    else this.#exhausted = true
  }

  /** Whoever asks for little is shown how far each path leads; a search that goes on for long leaves strays alone. */
  #isDeadEnd(certificate: ChainCertificate): boolean {
    return this.#deadEnds.has(certificate) || (this.#steps > patience && this.#deadEnds.isAstray(certificate))
  }

  /** What speaks against `certificate`, at place `at`, as the issuer of the one before it. */
  #objection(last: ChainCertificate, { certificate, isAnchor }: Candidate, at: number): PathFault | null {
    const early = isAnchor ? null : this.#earlyFault(certificate)
    if (early) return { ...early, at }
    const spend = () => this.#spend(verificationCost(certificate.publicKey))
    const outcome = edgeOutcome(last, certificate, this.#question.edges ?? inMemory, spend)
    if (outcome === 'unsupported') {
      const detail = `signature algorithm ${last.signatureAlgorithm.oid}, or the issuer’s key`
      return { reason: 'unsupported-signature-algorithm', at: at - 1, detail }
    }
    return outcome === 'mismatch'
      ? { reason: 'signature-mismatch', at: at - 1, detail: 'the signature does not verify under the issuer’s key' }
      : null
  }

  /** What no path through an intermediate could mend, found before a signature is paid for. */
  #earlyFault(certificate: ChainCertificate): Omit<PathFault, 'at'> | null {
    if (!certificate.basicConstraints?.ca)
      return { reason: 'not-a-ca', detail: 'basicConstraints does not say that it is a CA' }
    return (
      this.#timeFault(certificate) ?? this.#distrustFault(certificate) ?? keyFault(certificate, this.#question.profile)
    )
  }

  #complete(path: readonly ChainCertificate[]): void {
    const { profile, initial, leafNames } = this.#question
    const fault = this.#circumstances(path) ?? pathFault(path, profile, initial ?? noInitialValues, leafNames)
    if (fault) {
      this.#conditional += 1
      this.#refuse(path, fault)
      return
    }
    const dated = profile.anchor.validity || path.length === 1 ? path : path.slice(0, -1)
    this.#valid.push({
      certificates: path,
      validFrom: Math.max(...dated.map(({ notBefore }) => notBefore)),
      validUntil: Math.min(...dated.map(({ notAfter }) => notAfter)),
      distrustedFrom: this.#distrustedFrom(path),
      notes: notesOf(path, profile),
    })
  }

  /** Time and distrust, from the anchor down. */
  #circumstances(path: readonly ChainCertificate[]): PathFault | null {
    for (let at = path.length - 1; at >= 0; at -= 1) {
      const certificate = path[at]
      if (certificate === undefined) continue
      const isAnchor = at === path.length - 1 && at > 0
      const dated = !isAnchor || this.#question.profile.anchor.validity
      const fault = this.#distrustFault(certificate) ?? (dated ? this.#timeFault(certificate) : null)
      if (fault) return { ...fault, at }
    }
    return null
  }

  /** notAfter is inclusive to the second (RFC 5280 4.1.2.5). */
  #timeFault({ notBefore, notAfter }: ChainCertificate): Omit<PathFault, 'at'> | null {
    const { at } = this.#question
    if (at === null) return null
    if (at < notBefore) return { reason: 'not-yet-valid', detail: `valid from ${new Date(notBefore).toISOString()}` }
    if (at >= notAfter + 1000) return { reason: 'expired', detail: `valid until ${new Date(notAfter).toISOString()}` }
    return null
  }

  #distrustFault({ spkiSha256 }: ChainCertificate): Omit<PathFault, 'at'> | null {
    const distrust = this.#question.distrust?.get(spkiSha256)
    const { at } = this.#question
    if (distrust === undefined || at === null || at < distrust.effectiveAt) return null
    return { reason: 'distrusted', detail: distrust.reason }
  }

  #distrustedFrom(path: readonly ChainCertificate[]): number | null {
    const instants = path.flatMap(({ spkiSha256 }) => this.#question.distrust?.get(spkiSha256)?.effectiveAt ?? [])
    return instants.length === 0 ? null : Math.min(...instants)
  }

  #spend(cost: number): boolean {
    this.#signatures += cost
    if (this.#signatures > this.#limits.signatures) this.#exhausted = true
    return !this.#exhausted
  }

  #refuse(certificates: readonly ChainCertificate[], fault: PathFault): void {
    if (fault.reason === 'budget-exhausted') this.#exhausted = true
    if (this.#refused.length >= this.#limits.paths) return
    this.#refused.push({ certificates, fault: { ...fault, detail: shortDetail(fault.detail) } })
  }
}

interface Candidate {
  readonly certificate: ChainCertificate
  readonly isAnchor: boolean
}

function notesOf(path: readonly ChainCertificate[], profile: PathProfile): PathFault[] {
  if (profile.conformance === 'refuse') return []
  return path.flatMap((certificate, at) => {
    const role = at === 0 ? 'leaf' : at === path.length - 1 ? 'anchor' : 'intermediate'
    return deviations(certificate, role).map((detail) => ({ reason: 'not-conforming', at, detail }) as const)
  })
}
