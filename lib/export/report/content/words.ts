import type { Rung } from '#lib/checks/contract.ts'
import type { ControlStatus } from '#lib/compliance/assess.ts'
import type { FindingRow, ReportScope, ReportSource } from '#lib/compliance/report-snapshot.ts'
import { type Severity, severities } from '#lib/core/severity.ts'

export const controlStatusWords: Readonly<Record<ControlStatus, string>> = {
  satisfied: 'Satisfied',
  'not-satisfied': 'Not satisfied',
  'partly-assessed': 'Partly assessed',
  'not-assessed': 'Not assessed',
}

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
}

export const findingStatusWords: Readonly<Record<FindingRow['status'], string>> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  accepted: 'Accepted',
  'false-positive': 'False positive',
}

export const rungWords: Readonly<Record<Rung, { readonly name: string; readonly question: string }>> = {
  encrypted: { name: 'Encrypted', question: 'Is the channel encrypted well?' },
  trusted: { name: 'Trusted', question: 'Does a path to a named trust store exist?' },
  bound: { name: 'Bound', question: 'Does the certificate carry the identity that was meant?' },
  current: { name: 'Current', question: 'Is it in date, unrevoked and rotated on time?' },
  mutual: { name: 'Mutual', question: 'Is the client proven too?' },
}

export const rungStatuses = ['pass', 'fail', 'not-expected', 'not-assessed'] as const

export type RungStatusKey = (typeof rungStatuses)[number]

export const rungStatusWords: Readonly<Record<RungStatusKey, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  'not-expected': 'Not expected',
  'not-assessed': 'Not assessed',
}

/** Worst first. */
export const severitiesByWorst: readonly Severity[] = severities.toReversed()

/** `2026-11-23 12:00 UTC`; the text itself where it is no instant. */
export function instantText(instant: string | null): string {
  if (instant === null) return 'none'
  const at = new Date(instant)
  return Number.isNaN(at.getTime()) ? instant : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `2026-11-23`. */
export function dayText(instant: string | null): string {
  return instantText(instant).slice(0, 10)
}

export function countText(count: number): string {
  return count.toLocaleString('en-US')
}

/** `1 finding`, `2,400 findings`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}

/** What a report looks at, as lines of a label and its value. */
export function scopeLines({ environment, owner, identity, evidenceSince }: ReportScope): readonly [string, string][] {
  const list = (values: readonly string[]) => (values.length === 0 ? 'all' : values.join(', '))
  return [
    ['Environments', list(environment)],
    ['Owners', list(owner)],
    ['Identities', list(identity.map(({ name }) => name))],
    ['Evidence', evidenceSince === null ? 'of any age' : `not older than ${instantText(evidenceSince)}`],
  ]
}

/** What an auditor reads first, in whole sentences. */
export function conclusion(source: ReportSource): readonly string[] {
  const { summary } = source
  const { coverage, findingsBySeverity: by } = summary
  const active = severitiesByWorst.reduce((sum, severity) => sum + by[severity], 0)
  const unseen = coverage.unreached + coverage.neverScanned
  return [
    `${provenText(source)} Every rung of the assurance ladder that is expected of a proven identity passes.`,
    `${countOf(active, 'finding')} ${active === 1 ? 'is' : 'are'} open or acknowledged, ${countText(by.critical)} of them critical and ${countText(by.high)} high; ${countOf(summary.exceptions.length, 'exception')} ${summary.exceptions.length === 1 ? 'stands' : 'stand'} beside them.`,
    unseen === 0
      ? `All ${countOf(coverage.endpoints, 'endpoint')} in scope were reached.`
      : `${countOf(unseen, 'endpoint')} of ${countText(coverage.endpoints)} could not be reached or ${unseen === 1 ? 'was' : 'were'} never scanned: what they prove is not assessed, and counts nowhere as passed.`,
  ]
}

export function provenText({ summary: { ladder } }: ReportSource): string {
  return `${countText(ladder.proven)} of ${countOf(ladder.identities, 'identity', 'identities')} in scope ${ladder.proven === 1 ? 'is' : 'are'} proven.`
}
