import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { listPlaceChoices, type PlaceChoices } from '../place-choices.ts'
import { listSites } from '../sites/get-site.ts'
import { rows } from '../sql.ts'

/** The values that endpoints have, for the filter's menus. */
export interface EndpointChoices extends PlaceChoices {
  readonly sites: PlaceChoices['owners']
  readonly tags: PlaceChoices['owners']
}

/** A menu beyond this length is no menu. */
const most = 500

export async function listEndpointChoices(principal: Principal): Promise<EndpointChoices> {
  const [places, sites, tags] = await Promise.all([
    listPlaceChoices(principal),
    listSites(principal),
    rows<{ tag: string }>(pool(), `SELECT DISTINCT unnest(tags) AS tag FROM endpoint ORDER BY 1 LIMIT ${most}`),
  ])
  return {
    ...places,
    sites: sites.map(({ id, name }) => ({ value: id, label: name })),
    tags: tags.map(({ tag }) => ({ value: tag, label: tag })),
  }
}
