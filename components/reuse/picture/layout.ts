import type { ClusterDetail, ClusterGroup, ClusterPlace } from '#lib/data/reuse/get-cluster.ts'

/** Beyond so many places each is too small to be read: they stand as counts under their identities. */
export const mostDrawn = 60

/** What hangs below the hub, from top to bottom. */
export interface DrawnEnvironment {
  /** Null: not known. */
  readonly name: string | null
  readonly production: boolean
  readonly identities: readonly DrawnIdentity[]
  readonly endpoints: number
}

export interface DrawnIdentity {
  /** Null where endpoints are bound to none. */
  readonly id: string | null
  readonly name: string | null
  readonly owner: string | null
  readonly endpoints: number
  /** Each of them; empty where they stand as a count. */
  readonly places: readonly ClusterPlace[]
}

export interface Drawing {
  readonly environments: readonly DrawnEnvironment[]
  /** What stands for an endpoint: itself, a count by identity, or a count by environment. */
  readonly by: 'endpoint' | 'identity' | 'environment'
}

/**
 * What is drawn of a cluster's places, which come in the order in which they are to stand (production first, then by
 * name). Never more than `mostDrawn` lines.
 */
export function drawCluster({
  places,
  groups,
  groupCount,
  byEnvironment,
}: Pick<ClusterDetail, 'places' | 'groups' | 'groupCount' | 'byEnvironment'>): Drawing {
  const count = byEnvironment.reduce((sum, { endpoints }) => sum + endpoints, 0)
  const by =
    groupCount > mostDrawn ? 'environment' : count > mostDrawn || places.length < count ? 'identity' : 'endpoint'
  const environments = byEnvironment.map(({ environment: name, production, endpoints }) => {
    const own = by === 'environment' ? [] : groups.filter(({ environment }) => environment === name)
    const identities = own.map((group) => drawIdentity(group, by === 'endpoint' ? places : []))
    return { name, production, endpoints, identities }
  })
  return { environments: environments.slice(0, mostDrawn), by }
}

function drawIdentity(group: ClusterGroup, places: readonly ClusterPlace[]): DrawnIdentity {
  const { identityId, identity, owner, endpoints, environment } = group
  const own = places.filter((place) => place.identityId === identityId && place.environment === environment)
  return { id: identityId, name: identity, owner, endpoints, places: own }
}

/** Where things stand, in pixels from the top: of the wide form, and of the narrow one. */
export interface Spot {
  readonly y: number
  readonly narrowY: number
}

export interface PlacedIdentity extends Spot {
  readonly identity: DrawnIdentity
  readonly places: readonly (Spot & { readonly place: ClusterPlace })[]
}

export interface PlacedEnvironment extends Spot {
  readonly environment: DrawnEnvironment
  readonly height: number
  readonly narrowHeight: number
  readonly identities: readonly PlacedIdentity[]
}

export interface Layout {
  readonly environments: readonly PlacedEnvironment[]
  readonly height: number
  readonly narrowHeight: number
}

/** Sizes of the picture, in pixels. */
export const size = {
  hub: { width: 176, height: 76 },
  band: { left: 224, head: 28, gap: 12, pad: 8 },
  identity: { left: 240, width: 220, height: 40 },
  endpoint: { left: 508, height: 26 },
  gap: 8,
} as const

export const narrow = { hub: 76, trunk: 10, band: 22, identity: 34, endpoint: 56, row: 38 } as const

export function layOut({ environments }: Drawing): Layout {
  let y = 0
  let narrowY: number = narrow.hub + size.band.gap
  const placed = environments.map((environment): PlacedEnvironment => {
    const start = { y, narrowY }
    y += size.band.head
    narrowY += size.band.head
    const identities = environment.identities.map((identity): PlacedIdentity => {
      const rows = Math.max(size.identity.height, identity.places.length * size.endpoint.height)
      const own = { y: y + (rows - size.identity.height) / 2, narrowY }
      const top = y + (rows - identity.places.length * size.endpoint.height) / 2
      const below = narrowY + narrow.row
      const places = identity.places.map((place, index) => ({
        place,
        y: top + index * size.endpoint.height,
        narrowY: below + index * size.endpoint.height,
      }))
      y += rows + size.gap
      narrowY = below + places.length * size.endpoint.height + size.gap
      return { identity, ...own, places }
    })
    y += size.band.pad
    narrowY += size.band.pad
    const at = { environment, ...start, height: y - start.y, narrowHeight: narrowY - start.narrowY, identities }
    y += size.band.gap
    narrowY += size.band.gap
    return at
  })
  return {
    environments: placed,
    height: Math.max(size.hub.height, y - size.band.gap),
    narrowHeight: narrowY - size.band.gap,
  }
}
