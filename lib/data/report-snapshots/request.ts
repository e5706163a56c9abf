import { z } from 'zod'
import { frameworksByUse } from '#lib/compliance/report-frameworks.ts'
import type { ReportScope } from '#lib/compliance/report-snapshot.ts'
import type { ComplianceScope } from '../compliance/filter.ts'

/** Frameworks that a report can be made of, in their order. */
export const reportableIds = frameworksByUse.reported.map(({ id }) => id)

const names = z.array(z.string().min(1).max(300)).max(100).default([])

/** What a report is asked for. Names of environments and owners; `none` stands for identities without one. */
export const reportRequest = z.object({
  name: z.string().trim().min(1).max(200),
  frameworks: z.array(z.enum(reportableIds)).min(1).max(reportableIds.length),
  scope: z
    .object({
      environment: names,
      owner: names,
      identity: z.array(z.guid()).max(100).default([]),
      evidenceSince: z.iso.datetime({ offset: true }).nullable().default(null),
    })
    .prefault({}),
})

export type ReportRequest = z.output<typeof reportRequest>

/** The scope as questions to the live tables have it: what is not named narrows nothing. */
export function liveScope({ environment, owner, identity }: ReportScope): ComplianceScope {
  return {
    environment: environment.length === 0 ? undefined : [...environment],
    owner: owner.length === 0 ? undefined : [...owner],
    identity: identity.length === 0 ? undefined : identity.map(({ id }) => id),
  }
}
