import { isIPv6 } from 'node:net'
import { filled } from '../json-pieces.ts'
import type { OscalEndpoint, OscalEstate, OscalIdentity, OscalIds } from './oscal-estate.ts'
import { markup, oscalString, ownProperties } from './oscal-text.ts'

const longestAddressList = 256

/** Identities are components: what a relying party means when it dials. */
export function* components(estate: OscalEstate, ids: OscalIds): Generator<unknown> {
  for (const [id, identity] of estate.identities) yield component(id, identity, ids)
}

function component(id: string, { name, environment, owner }: OscalIdentity, ids: OscalIds): unknown {
  return {
    uuid: ids.identity(id),
    type: 'service',
    title: markup(name),
    description: 'A service identity that TLS is to prove.',
    props: ownProperties({ 'identity-id': id, 'identity-name': name, environment }),
    status: { state: 'operational' },
    ...filled(
      'responsible-roles',
      owner === null ? [] : [{ 'role-id': 'owner', 'party-uuids': [ids.party(`owner ${owner}`)] }],
    ),
  }
}

/** Endpoints are inventory items: what was dialled. */
export function* inventoryItems(estate: OscalEstate, ids: OscalIds): Generator<unknown> {
  for (const [id, endpoint] of estate.endpoints) yield inventoryItem(id, endpoint, estate, ids)
}

function inventoryItem(id: string, endpoint: OscalEndpoint, estate: OscalEstate, ids: OscalIds): unknown {
  const { name, identityId, place } = endpoint
  const addresses = [...endpoint.addresses].slice(0, longestAddressList)
  const proves = identityId !== null && estate.identities.has(identityId) ? [ids.identity(identityId)] : []
  return {
    uuid: ids.endpoint(id),
    description: markup(name),
    props: [
      { name: 'asset-type', value: 'web-server', class: 'tls-endpoint' },
      ...(place === null ? [] : [{ name: 'fqdn', value: oscalString(place.host) }]),
      ...addresses.map((ip) => ({ name: isIPv6(ip) ? 'ipv6-address' : 'ipv4-address', value: oscalString(ip) })),
      ...ownProperties({
        'endpoint-id': id,
        port: place?.port ?? null,
        'server-name': place?.serverName ?? null,
        transport: place?.transport ?? null,
        'addresses-not-listed': endpoint.addresses.size - addresses.length || null,
      }),
    ],
    ...filled(
      'implemented-components',
      proves.map((uuid) => ({ 'component-uuid': uuid })),
    ),
  }
}
