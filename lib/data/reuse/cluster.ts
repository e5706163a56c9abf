import { AppError } from '#lib/core/errors.ts'

/** What a cluster is of: a leaf's key, a private CA's key, or the name of a CA from which servers take clients. */
export const clusterSubjects = ['key', 'ca', 'client-ca'] as const

export type ClusterSubject = (typeof clusterSubjects)[number]

/**
 * `fault`: something is shared that ought to be apart. `unknown`: it can't be told, since not every place has an
 * identity or its CA is on no record. `design`: replicas of one identity share what is theirs.
 */
export const clusterVerdicts = ['fault', 'unknown', 'design'] as const

export type ClusterVerdict = (typeof clusterVerdicts)[number]

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
