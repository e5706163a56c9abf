import type { z } from 'zod'
import { reuseKinds } from '#lib/checks/reuse-kind.ts'
import { severities } from '#lib/core/severity.ts'
import { filterSchema } from '../filter.ts'
import { enumField, idField, listField, standingField, textField } from '../filter-field.ts'
import { clusterSubjects, clusterVerdicts } from './cluster.ts'

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
