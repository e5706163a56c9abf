import { AppError } from '#lib/core/errors.ts'
import { type ClusterSubject, clusterSubjects } from './filter.ts'

export type { ClusterSubject, ClusterVerdict } from './filter.ts'

/** A cluster as URLs name it: `key-<hex>`, `ca-<hex>` (SHA-256 of the SPKI), `client-ca-<hex>` (SHA-256 of the name). */
export interface ClusterRef {
  readonly subject: ClusterSubject
  /** Lower-case hex. */
  readonly hash: string
}

/** Null where the text names none. */
export function readClusterRef(text: string): ClusterRef | null {
  const [, prefix, hash] = /^(key|ca|client-ca)-([0-9a-f]{64})$/.exec(text) ?? []
  const subject = clusterSubjects.find((one) => one === prefix)
  return subject === undefined || hash === undefined ? null : { subject, hash }
}

/** Throws `not-found` where the text names none. */
export function requireClusterRef(text: string): ClusterRef {
  const ref = readClusterRef(text)
  if (ref === null) throw new AppError('not-found', 'There is no such cluster.')
  return ref
}

export function clusterName({ subject, hash }: ClusterRef): string {
  return `${subject}-${hash}`
}
