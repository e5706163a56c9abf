import { filterToQuery } from '#lib/data/filter.ts'
import type { ClusterRow } from '#lib/data/reuse/cluster-row.ts'

/** The endpoints that a cluster counts; `narrow` to an identity or an environment (by name). */
export function clusterEndpointsHref(
  { id }: Pick<ClusterRow, 'id'>,
  narrow: { readonly identity?: string; readonly environment?: string; readonly bound?: boolean } = {},
): string {
  const { identity, environment, bound } = narrow
  return `/endpoints?${filterToQuery({ cluster: id, identity: identity && [identity], environment: environment && [environment], bound })}`
}
