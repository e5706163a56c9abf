import { AppError } from '#lib/core/errors.ts'
import { sha256, toHex } from '#lib/core/ids.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { addEndpoints, type EndpointEntry } from '#lib/data/endpoints/add-endpoints.ts'
import { listEnvironments, saveEnvironment } from '#lib/data/environments/save-environment.ts'
import { createIdentity } from '#lib/data/identities/save-identity.ts'
import { listRules } from '#lib/data/rules/list-rules.ts'
import { saveRules } from '#lib/data/rules/save-rules.ts'
import { createScan } from '#lib/data/scans/create-scan.ts'
import { ensureSite } from '#lib/data/sites/get-site.ts'
import { updateSite } from '#lib/data/sites/update-site.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { pool } from '#lib/db/client.ts'
import type { Authorities } from './authorities.ts'
import { type DemoEnvironment, environments } from './environments.ts'
import { pkiHost } from './pki-host.ts'
import type { Running } from './servers.ts'
import type { EnvironmentName, Service } from './service.ts'

const principal = systemPrincipal

/** What a person would enter by hand: `*` hosts of an environment are identities by their own names. */
const rules = [
  { hostPattern: '*.staging.demo.test', environment: 'staging', owner: 'Platform' },
  { hostPattern: '*.dev.demo.test', environment: 'development', owner: 'Platform' },
] as const

/**
 * Tells the inventory of the running estate, by the functions that pages and API use, and asks for its first scan.
 * What is there from an earlier run stays as it is, changes of the user's included. Returns the number of endpoints.
 */
export async function registerEstate(running: readonly Running[], authorities: Authorities): Promise<number> {
  const site = await ensureSite(principal, 'demo')
  await updateSite(principal, site.id, {
    allow: ['127.0.0.0/8'],
    allowPublic: false,
    staticHosts: {
      ...Object.fromEntries(running.map(({ service, addresses }) => [service.host, [...addresses]])),
      [pkiHost]: ['127.0.0.1'],
    },
  })
  const environmentIds = await ensureEnvironments(authorities)
  await ensureIdentities(running, environmentIds)
  await ensureRules(environmentIds)
  const added = await addEndpoints(principal, site.id, running.map(entryOf), { boundBy: 'hand', origin: 'demo' })
  const endpointIds = added.map(({ endpointId }) => endpointId)
  await createScan(principal, { kind: 'demo', endpointIds })
  return endpointIds.length
}

type EnvironmentIds = ReadonlyMap<EnvironmentName, string>

async function ensureEnvironments(authorities: Authorities): Promise<EnvironmentIds> {
  const known = await listEnvironments(principal)
  const ids = new Map<EnvironmentName, string>()
  for (const name of ['production', 'mesh', 'staging', 'development'] as const) {
    const wanted = environments[name]
    const id = known.find((row) => row.name === wanted.name)?.id ?? (await makeEnvironment(wanted, authorities))
    ids.set(name, id)
  }
  return ids
}

async function makeEnvironment(
  { name, production, anchors, policy }: DemoEnvironment,
  authorities: Authorities,
): Promise<string> {
  const trustStoreId = await ensureStore(anchors, authorities.anchors[anchors])
  return await saveEnvironment(principal, { name, production, policy, trustStoreId })
}

/** The name says which anchors: an estate made anew has other ones. */
async function ensureStore(anchors: DemoEnvironment['anchors'], pem: string): Promise<string> {
  const name = `Demo ${anchors} roots (${toHex(sha256(pem)).slice(0, 8)})`
  try {
    return (await createTrustStore(principal, { name, pem, source: 'demo' })).id
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'conflict')) throw error
    const found = await pool().query<{ id: string }>('SELECT id FROM trust_store WHERE name = $1', [name])
    const [store] = found.rows
    if (!store) throw error
    return store.id
  }
}

/** Only what is new: the owner and the policy of an identity may have been changed since. */
async function ensureIdentities(running: readonly Running[], environmentIds: EnvironmentIds): Promise<void> {
  for (const { service } of running) {
    if (service.identity === null) continue
    await unlessThere(() =>
      createIdentity(principal, { name: service.identity ?? '', ...inventoryOf(service, environmentIds) }),
    )
  }
}

function inventoryOf({ owner, criticality, environment, policy }: Service, environmentIds: EnvironmentIds) {
  return { owner, criticality, environmentId: environmentIds.get(environment), ...(policy && { policy }) }
}

async function unlessThere(make: () => Promise<unknown>): Promise<void> {
  try {
    await make()
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'conflict')) throw error
  }
}

async function ensureRules(environmentIds: EnvironmentIds): Promise<void> {
  const known = await listRules(principal)
  const missing = rules.filter(({ hostPattern }) => !known.some((rule) => rule.hostPattern === hostPattern))
  if (missing.length === 0) return
  const added = missing.map(({ hostPattern, environment, owner }) => ({
    hostPattern,
    identityName: '{host}',
    environmentId: environmentIds.get(environment),
    owner,
  }))
  await saveRules(principal, [...known, ...added])
}

function entryOf({ service, port }: Running): EndpointEntry {
  const transport = service.serves.kind === 'tls' ? (service.serves.transport ?? 'tls') : 'tls'
  const identity = service.identity === null ? {} : { identity: namedIdentity(service.identity) }
  return { host: service.host, port, serverName: service.host, transport, ...identity }
}

function namedIdentity(name: string): NonNullable<EndpointEntry['identity']> {
  return { kind: name.startsWith('spiffe://') ? 'spiffe' : 'dns', name }
}
