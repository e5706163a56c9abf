import type { z } from 'zod'
import { reuseKinds } from '#lib/checks/reuse-kind.ts'
import { severities } from '#lib/core/severity.ts'
import { filterSchema } from '../filter.ts'
import { enumField, idField, listField, standingField, textField } from '../filter-field.ts'

/** What a cluster is of: a leaf's key, a private CA's key, or the name of a CA from which servers take clients. */
export const clusterSubjects = ['key', 'ca', 'client-ca'] as const

export type ClusterSubject = (typeof clusterSubjects)[number]

/**
 * `fault`: something is shared that ought to be apart. `unknown`: it can't be told, since not every place has an
 * identity or its CA is on no record. `design`: replicas of one identity share what is theirs.
 */
export const clusterVerdicts = ['fault', 'unknown', 'design'] as const

export type ClusterVerdict = (typeof clusterVerdicts)[number]

/** The one filter of shared uses: page, API, export and every count. */
export const reuseFilter = filterSchema(
  {
    /** Name, or the beginning of a hash. */
    q: textField('Search'),
    kind: enumField('Shared across', reuseKinds),
    subject: enumField('What is shared', clusterSubjects),
    verdict: standingField('Verdict', clusterVerdicts, ['fault', 'unknown']),
    /** Names of environments in which it is in use; `none`. */
    environment: listField('Environment'),
    /** Names of owners of identities that use it; `none`. */
    owner: listField('Owner'),
    /** Of identities that use it. */
    identity: idField('Identity'),
    /** Of endpoints that use it. */
    endpoint: idField('Endpoint'),
    /** Of the worst active finding. */
    severity: enumField('Worst finding', severities),
  },
  { keys: ['severity', 'endpoints', 'identities', 'expiry'], default: '-severity' },
)

export type ReuseFilter = z.output<typeof reuseFilter>
