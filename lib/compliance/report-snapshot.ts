import type { Rung } from '#lib/checks/contract.ts'
import type { Severity } from '#lib/core/severity.ts'
import type { ControlAssessment, ControlStatus } from './assess.ts'
import type { Control, Framework } from './framework.ts'
import type { SourceCitation } from './source-citations.ts'

/** The shape's version: a report that was made is never rewritten, so that readers know every version there was. */
export const reportSchema = 'countersign.report/1'

/** Instants are ISO 8601 in UTC, hashes SHA-256 in lower-case hex: a report is JSON through and through. */
type Instant = string

/** A frozen report without its rows. All names stand as they did at `asOf`. */
export interface ReportSummary {
  readonly schema: typeof reportSchema
  readonly id: string
  readonly name: string
  readonly createdBy: string
  readonly productVersion: string
  /** The instant that it shows. */
  readonly asOf: Instant
  readonly scope: ReportScope
  readonly method: string
  readonly coverage: ReportCoverage
  readonly ladder: ReportLadder
  readonly frameworks: readonly ReportFramework[]
  /** Every check that speaks to a control of the report, with what it gave. */
  readonly checks: readonly ReportCheck[]
  readonly exceptions: readonly ReportException[]
  /** Most frequent first. */
  readonly notAssessed: readonly { readonly checkId: string; readonly reason: string; readonly count: number }[]
  /** Active findings. */
  readonly findingsBySeverity: Readonly<Record<Severity, number>>
  /** How many rows stand in the parts, by kind. */
  readonly rows: Readonly<Record<ReportRowKind, number>>
}

export interface ReportScope {
  /** Names; `none` stands for identities without one. Empty: all. */
  readonly environment: readonly string[]
  readonly owner: readonly string[]
  readonly identity: readonly { readonly id: string; readonly name: string }[]
  /** What was last seen before it counts as not assessed; null: evidence of any age. */
  readonly evidenceSince: Instant | null
}

export interface ReportCoverage {
  readonly identities: number
  readonly endpoints: number
  readonly reached: number
  readonly unreached: number
  readonly neverScanned: number
  readonly verdicts: number
  readonly observedFrom: Instant | null
  readonly observedTo: Instant | null
  /** What judged the chains. */
  readonly engines: readonly string[]
}

export interface ReportLadder {
  readonly identities: number
  readonly proven: number
  readonly rungs: Readonly<Record<Rung, Readonly<Record<'pass' | 'fail' | 'not-expected' | 'not-assessed', number>>>>
}

export interface ReportFramework extends Omit<Framework, 'controls'> {
  /** Over official controls that are scored. */
  readonly totals: Readonly<Record<ControlStatus, number>>
  readonly controls: readonly ReportControl[]
}

export interface ReportControl extends Omit<ControlAssessment, 'framework'> {
  readonly control: Control
  readonly findings: StandingFindings
  /** Labels of the source guidance that mean it. */
  readonly citations: readonly SourceCitation[]
}

export interface StandingFindings {
  readonly open: number
  readonly acknowledged: number
  readonly accepted: number
  readonly falsePositive: number
}

export interface ReportCheck {
  readonly id: string
  readonly title: string
  readonly group: string
  /** That it decides or breaks; reports that were made before this was kept lack it. */
  readonly rung?: Rung | null
  readonly why: string
  readonly fix: string
  readonly references: readonly { readonly label: string; readonly url: string }[]
  readonly pass: number
  readonly fail: number
  readonly notApplicable: number
  readonly notAssessed: number
}

export interface ReportException {
  readonly findingId: string
  readonly checkId: string
  readonly title: string
  readonly severity: Severity
  readonly status: 'accepted' | 'false-positive'
  readonly subjectName: string
  readonly identityName: string | null
  readonly owner: string | null
  readonly reason: string | null
  readonly acceptedUntil: Instant | null
  readonly approver: string | null
  readonly decidedBy: string | null
  readonly decidedAt: Instant | null
}

export const reportRowKinds = ['verdict', 'finding', 'observation', 'certificate'] as const

export type ReportRowKind = (typeof reportRowKinds)[number]

/** One judgement with all that it rests on. */
export interface VerdictRow {
  readonly id: string
  readonly checkId: string
  readonly subjectKind: 'endpoint' | 'identity'
  readonly subjectId: string
  readonly subjectName: string
  readonly identity: { readonly id: string; readonly name: string } | null
  readonly environment: string | null
  readonly owner: string | null
  readonly outcome: 'pass' | 'fail' | 'not-applicable' | 'not-assessed'
  readonly severity: Severity | null
  readonly reason: string | null
  readonly evidence: Readonly<Record<string, unknown>>
  readonly since: Instant
  readonly evaluatedAt: Instant | null
  /** The oldest of its observations. */
  readonly observedAt: Instant | null
  readonly observationIds: readonly string[]
  readonly method: string
  readonly certificateSha256: string | null
  readonly findingId: string | null
}

/** A finding that stood. */
export interface FindingRow {
  readonly id: string
  readonly checkId: string
  readonly subjectKind: 'endpoint' | 'identity'
  readonly subjectId: string
  readonly subjectName: string
  readonly identity: { readonly id: string; readonly name: string } | null
  readonly environment: string | null
  readonly owner: string | null
  readonly status: 'open' | 'acknowledged' | 'accepted' | 'false-positive'
  readonly severity: Severity
  readonly openedAt: Instant
  readonly dueAt: Instant | null
  readonly lastSeenAt: Instant
  readonly acceptedUntil: Instant | null
  readonly approver: string | null
  readonly reason: string | null
  readonly assignee: string | null
  readonly evidence: Readonly<Record<string, unknown>>
}

/** What was seen at one address. */
export interface ObservationRow {
  readonly id: string
  readonly endpointId: string
  readonly host: string
  readonly port: number
  readonly serverName: string
  readonly transport: string
  readonly ip: string | null
  readonly outcome: string
  readonly observedAt: Instant
  readonly lastSeenAt: Instant
  readonly method: string
  /** Leaf first, as sent. */
  readonly chain: readonly string[]
  /** Negotiated. */
  readonly protocol: string | null
  readonly cipherSuite: string | null
  readonly keyExchangeGroup: string | null
  readonly mtls: string | null
  /** All that it accepted, by version; null where nobody asked. */
  readonly suites: Readonly<Record<string, readonly string[]>> | null
  readonly groups: readonly string[] | null
  /**
   * Whether each list holds all that is accepted; false also for a version whose list could not be had. Reports that were
   * made before these two were kept lack them: it is unknown then (list-extent.ts), and their hash holds as it is.
   */
  readonly suitesComplete?: Readonly<Record<string, boolean>> | null
  readonly groupsComplete?: boolean | null
}

/** A certificate of these observations. */
export interface CertificateRow {
  readonly sha256: string
  readonly spkiSha256: string
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly isCa: boolean
  readonly selfSigned: boolean
  readonly keyAlgorithm: string
  readonly keyBits: number | null
  readonly curve: string | null
  readonly signatureAlgorithm: string
  /** All of them, as `dns:name`, `ip:…`, `uri:…`, `email:…`. */
  readonly names: readonly string[]
  readonly keyUsage: readonly string[] | null
  readonly extKeyUsage: readonly string[] | null
  /** `host:port` of the endpoints that presented it. */
  readonly servedAt: readonly string[]
}

export interface ReportRows {
  readonly verdict: VerdictRow
  readonly finding: FindingRow
  readonly observation: ObservationRow
  readonly certificate: CertificateRow
}

/** A report as exports read it: parts are streamed, each kind as often as wanted. */
export interface ReportSource {
  readonly summary: ReportSummary
  /** Of summary and parts, as stored. */
  readonly sha256: string
  rows<Kind extends ReportRowKind>(kind: Kind): AsyncIterable<ReportRows[Kind]>
}
