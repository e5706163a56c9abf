import { parameters, type Parameters } from '../parameters.ts'
import { requireClusterRef } from './cluster.ts'
import { authorityPlaces, clientAuthorityPlaces, keyPlaces } from './cluster-places.ts'

/**
 * SQL of the rows of the endpoints of a cluster (`endpoint_id`, `identity_id`), for the filters of other lists.
 * Throws `not-found` where the text names no cluster.
 */
export function placesInCluster(text: string, values: Parameters = parameters()): string {
  const { subject, hash } = requireClusterRef(text)
  const only = `${values.add(Buffer.from(hash, 'hex'))}::bytea`
  if (subject === 'key') return keyPlaces(only)
  return subject === 'ca' ? authorityPlaces(`SELECT ${only} AS hash`) : clientAuthorityPlaces(only)
}
