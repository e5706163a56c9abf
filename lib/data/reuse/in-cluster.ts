import { requireClusterRef } from './cluster.ts'
import { authorityPlaces, clientAuthorityPlaces, keyPlaces } from './cluster-places.ts'
import { checksOf } from './reuse-checks.ts'

/**
 * SQL of the places of a cluster (`endpoint_id`, `identity_id`), for the filters of other lists; `add` gives the
 * placeholder of a value. Throws `not-found` where the text names no cluster.
 */
export function placesInCluster(text: string, add: (value: unknown) => string): string {
  const { subject, hash } = requireClusterRef(text)
  const only = `${add(Buffer.from(hash, 'hex'))}::bytea`
  if (subject === 'key') return keyPlaces(add(checksOf('public-clients')), only)
  return subject === 'ca' ? authorityPlaces(`SELECT ${only} AS hash`) : clientAuthorityPlaces(only)
}
