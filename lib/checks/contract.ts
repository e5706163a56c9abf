import type { Severity } from '#lib/core/severity.ts'
import type { EndpointFacts, IdentityFacts } from './facts.ts'
import type { EffectivePolicy } from './policy.ts'
import type { ReuseKind } from './reuse-kind.ts'
import type { RotationSign } from './rotation-sign.ts'

export const checkGroups = [
  'identity-binding',
  'chain-and-trust',
  'validity-and-rotation',
  'revocation',
  'key-and-signature',
  'protocol-and-cipher',
  'mtls-enforcement',
  'reuse-and-isolation',
  'inventory-and-ownership',
  'pqc-readiness',
  'transparency',
] as const

export type CheckGroup = (typeof checkGroups)[number]

/** The assurance ladder, lowest rung first. */
export const rungs = ['encrypted', 'trusted', 'bound', 'current', 'mutual'] as const

export type Rung = (typeof rungs)[number]

export interface Reference {
  readonly label: string
  /** https only. */
  readonly url: string
  /** How the check reads it, where that has to be said: what it judges otherwise than one might expect, and why. */
  readonly note?: string
}

/** A control that the check speaks to; ids as in lib/compliance/catalogues. */
export interface ControlMapping {
  readonly framework: string
  readonly control: string
  readonly relation: 'direct' | 'supporting' | 'interpretive'
  readonly rationale: string
}

/**
 * Where the facts come from that a check judges: `handshake` one handshake and the certificates that it shows; `posture`
 * and `clients` the connections that deeper scans spend; `trust` the paths to the store that counts; `revocation` what
 * issuers say; `history` earlier looks; `inventory` what people and rules have set; `declared` what people or imports say
 * of an identity, and no scan can see; `issued` what issuers or imports say they have issued; `exposures` keys that were
 * found where they should not be; `ct-logs` and `dns` sources of their own.
 */
export const factSources = [
  'handshake',
  'posture',
  'clients',
  'trust',
  'revocation',
  'history',
  'inventory',
  'declared',
  'issued',
  'exposures',
  'ct-logs',
  'dns',
] as const

export type FactSource = (typeof factSources)[number]

/** Plain JSON that a person and a report can read: hashes as hex, instants as ISO 8601. */
export type Evidence = { readonly [key: string]: unknown }

/**
 * A check's judgement. `changesAt` is the first instant at which time alone would change the verdict.
 * `grade` names one of the check's own severities.
 */
export type Verdict<Grade extends string = string> =
  | { readonly outcome: 'pass'; readonly evidence: Evidence; readonly changesAt?: Date }
  | { readonly outcome: 'fail'; readonly grade: Grade; readonly evidence: Evidence; readonly changesAt?: Date }
  | { readonly outcome: 'not-applicable'; readonly reason: string; readonly changesAt?: Date }
  | { readonly outcome: 'not-assessed'; readonly reason: string; readonly changesAt?: Date }

export interface EvaluationContext {
  readonly now: Date
  readonly policy: EffectivePolicy
}

interface CheckDeclaration<Grade extends string> {
  /** Equals the file's name; never changed, never reused. */
  readonly id: string
  readonly group: CheckGroup
  readonly title: string
  /** Why it matters, in one or two sentences. */
  readonly why: string
  /** What to do, concretely. */
  readonly fix: string
  /** Severity by grade, before the estate's own escalation (evaluate.ts). */
  readonly severities: Readonly<Record<Grade, Severity>>
  /** True where the grades already weigh the environment, so that non-production takes no step down. */
  readonly environmentWeighed?: boolean
  /** The rung that this check decides: its pass is needed there, its failure breaks it. */
  readonly rung?: Rung
  /**
   * `decides` (the default): the rung needs its judgement. `breaks`: its failure breaks the rung, while its silence
   * does not hold the rung back, because another check decides from what was seen.
   */
  readonly rungRole?: 'decides' | 'breaks'
  /**
   * False: what fails is no certificate's, and an acceptance stands whichever is served. Else the evidence of a failure
   * names each that failed as `certificateSha256` (lib/checks/certificates-in-evidence.ts), and an acceptance ends with it.
   */
  readonly ofCertificate?: false
  /** The kinds of shared use that its failures tell of. */
  readonly reuse?: readonly ReuseKind[]
  /** What its failure says of a rotation, on the pages about them. */
  readonly rotationSign?: RotationSign
  /** The facts without which it gives no judgement. */
  readonly needs: readonly FactSource[]
  /** Fields of the policy that its judgement depends on. */
  readonly parameters?: readonly (keyof EffectivePolicy)[]
  readonly references: readonly Reference[]
  readonly controls: readonly ControlMapping[]
}

export interface EndpointCheck<Grade extends string = string> extends CheckDeclaration<Grade> {
  readonly subject: 'endpoint'
  evaluate(facts: EndpointFacts, context: EvaluationContext): Verdict<Grade>
}

export interface IdentityCheck<Grade extends string = string> extends CheckDeclaration<Grade> {
  readonly subject: 'identity'
  evaluate(facts: IdentityFacts, context: EvaluationContext): Verdict<Grade>
}

export type Check = EndpointCheck | IdentityCheck

/** Keeps a check's grades exact while its type stays that of every other check. */
export function defineEndpointCheck<const Grade extends string>(
  check: Omit<EndpointCheck<Grade>, 'subject'>,
): EndpointCheck {
  return { ...check, subject: 'endpoint' }
}

export function defineIdentityCheck<const Grade extends string>(
  check: Omit<IdentityCheck<Grade>, 'subject'>,
): IdentityCheck {
  return { ...check, subject: 'identity' }
}

/** A verdict with its severity settled: what evaluate() gives and reconcile() takes. */
export interface SettledVerdict {
  readonly checkId: string
  readonly subjectKind: 'endpoint' | 'identity'
  readonly subjectId: string
  readonly outcome: Verdict['outcome']
  /** Set where the outcome is fail. */
  readonly severity: Severity | null
  readonly reason: string | null
  readonly evidence: Evidence
  readonly observationIds: readonly string[]
  readonly certificateSha256: string | null
  readonly changesAt: Date | null
}
