import { z } from 'zod'
import { controlStatuses } from '#lib/compliance/assess.ts'
import { filterSchema, filterToQuery } from '../filter.ts'
import { enumField, idField, listField } from '../filter-field.ts'

const scope = {
  /** Names; `none`. */
  environment: listField('Environment'),
  /** Names; `none`. */
  owner: listField('Owner'),
  identity: idField('Identity'),
}

/** What a report covers: report, pages, API and exports read it from their URL. */
export const complianceScope = z.object(scope)

export type ComplianceScope = z.output<typeof complianceScope>

/** The controls of one framework within a scope. */
export const controlFilter = complianceScope.extend({ status: enumField('Status', controlStatuses) })

export const verdictOutcomes = ['fail', 'not-assessed', 'pass', 'not-applicable'] as const

const evidenceSorts = ['severity', 'since'] as const

const verdictFields = {
  ...scope,
  outcome: enumField('Verdict', verdictOutcomes),
  check: listField('Check'),
  /** As the verdict gives it, word for word. */
  reason: listField('Reason'),
}

/** The verdicts behind one control. */
export const evidenceFilter = filterSchema(verdictFields, { keys: evidenceSorts, default: '-severity' })

export type EvidenceFilter = z.output<typeof evidenceFilter>

/** The verdicts of all checks. */
export const verdictFilter = filterSchema(verdictFields, { keys: evidenceSorts, default: '-since' })

/** Findings that stand: what is left out is resolved. */
export const standingStatuses = ['open', 'acknowledged', 'accepted', 'false-positive'] as const

/** Only the scope of a filter that may hold more. */
export function scopeOf({ environment, owner, identity }: ComplianceScope): ComplianceScope {
  return { environment, owner, identity }
}

/** The query of the findings' list that a number of standing findings leads to. */
export function standingFindingsQuery(checkIds: readonly string[], scope: ComplianceScope): string {
  return filterToQuery({ status: standingStatuses, check: checkIds, ...scopeOf(scope) })
}
