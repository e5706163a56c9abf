import type { z } from 'zod'
import { checkGroups } from '#lib/checks/contract.ts'
import { severities } from '#lib/core/severity.ts'
import { filterSchema } from '../filter.ts'
import { dateField, enumField, flagField, idField, listField, standingField, textField } from '../filter-field.ts'
import { clusterField } from '../reuse/cluster-field.ts'

export const findingStatuses = ['open', 'acknowledged', 'accepted', 'false-positive', 'resolved'] as const

export type FindingStatus = (typeof findingStatuses)[number]

/** What somebody still has to deal with: counts of "open findings" mean these. */
export const activeStatuses = ['open', 'acknowledged'] as const satisfies readonly FindingStatus[]

/** Stands for a missing value beside names: no owner, no environment, nobody assigned. */
export const none = 'none'

export const findingSorts = ['severity', 'opened', 'lastSeen', 'due'] as const

/** How a finding stands to its due date. Those within 7 days are within 30 days, too; what is settled has no date. */
export const dueStates = ['overdue', 'within-7-days', 'within-30-days', 'later', 'none'] as const

export type DueState = (typeof dueStates)[number]

/** The one filter of findings: page, API, export, saved view and every count. */
export const findingFilter = filterSchema(
  {
    status: standingField('Status', findingStatuses, activeStatuses),
    severity: enumField('Severity', severities),
    check: listField('Check'),
    group: enumField('Group of checks', checkGroups),
    /** Names; `none`. */
    environment: listField('Environment'),
    /** Names; `none`. */
    owner: listField('Owner'),
    identity: idField('Identity'),
    /** Whether the finding belongs to an identity at all. */
    bound: flagField('Has an identity'),
    endpoint: idField('Endpoint'),
    /** Of endpoints, and identities, that use what this cluster shares. */
    cluster: clusterField('Cluster'),
    /** User ids; `none`. */
    assignee: listField('Assignee'),
    openedAfter: dateField('Opened from'),
    openedBefore: dateField('Opened before'),
    /** Resolved since then, and still. */
    resolvedAfter: dateField('Resolved from'),
    /** Came back since then, whatever became of it. */
    reopenedAfter: dateField('Reopened from'),
    due: enumField('Due', dueStates),
    /** An acceptance was proposed, and nobody has approved or declined it yet. */
    waiting: flagField('Waits for approval'),
    /** Opened, or came back by itself, in this time. */
    cameAfter: dateField('Came up from'),
    cameBefore: dateField('Came up before'),
    /** Resolved, accepted or called a false positive in this time, whatever became of it since. */
    settledAfter: dateField('Settled from'),
    settledBefore: dateField('Settled before'),
    /** Open then, and past the due date that held then. */
    overdueAt: dateField('Overdue at'),
    q: textField('Search'),
  },
  { keys: findingSorts, default: '-severity' },
)

export type FindingFilter = z.output<typeof findingFilter>
