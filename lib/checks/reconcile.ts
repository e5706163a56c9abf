import type { Severity } from '#lib/core/severity.ts'
import type { Evidence, SettledVerdict } from './contract.ts'

export type FindingStatus = 'open' | 'acknowledged' | 'accepted' | 'false_positive' | 'resolved'

/** A finding as it is recorded now. */
export interface FindingState {
  readonly id: string
  readonly checkId: string
  readonly subjectKind: 'endpoint' | 'identity'
  readonly subjectId: string
  readonly status: FindingStatus
  readonly severity: Severity
  readonly acceptedUntil: Date | null
}

export type FindingChange =
  | { readonly kind: 'open'; readonly verdict: SettledVerdict; readonly severity: Severity; readonly evidence: Evidence }
  | { readonly kind: 'reopen'; readonly findingId: string; readonly because: 'failed-again' | 'acceptance-expired'; readonly severity: Severity; readonly evidence: Evidence }
  | { readonly kind: 'update'; readonly findingId: string; readonly severity: Severity; readonly previousSeverity: Severity; readonly evidence: Evidence }
  | { readonly kind: 'resolve'; readonly findingId: string; readonly because: 'passed' | 'not-applicable' }
