import type { AddressFacts, EndpointFacts, IdentityRecord } from '#lib/checks/facts.ts'
import { sha256, toHex } from '#lib/core/ids.ts'
import { valueOf } from '#lib/core/observed.ts'
import { isPublicAddress } from '#lib/scan/scope.ts'
import type { TrustStoreInput } from '#lib/scan/trust-store.ts'
import type { Depth, Observation, Target } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { readCertificate } from '#lib/x509/read-certificate.ts'
import { testsOf } from '../evaluation/with-key-tests.ts'

/** The one endpoint that such facts are of; its id means nothing outside of them. */
export const endpointId = 'target'

/** A store that observations were judged by when they were made. */
export interface ObservedStore {
  readonly input: TrustStoreInput
  readonly publicRoots: boolean
}

export interface Known {
  readonly store: ObservedStore | null
  readonly depth: Depth
}

/**
 * What the checks may look at where nothing but these observations of one target is known: no inventory, no history.
 */
export function factsFromObservations(
  target: Target,
  observations: readonly Observation[],
  identity: IdentityRecord | null,
  { store, depth }: Known,
): EndpointFacts {
  const [first] = observations
  const addresses = observations.flatMap((one) =>
    one.address === null ? [] : [addressFacts(one, one.address, depth, store)],
  )
  const { host, port, serverName, transport } = target
  return {
    subject: 'endpoint',
    id: endpointId,
    host,
    port,
    serverName,
    transport,
    internetFacing: addresses.length === 0 ? null : addresses.some(({ ip }) => isPublicAddress(ip)),
    identity,
    store: store && {
      id: store.input.id,
      name: store.input.name,
      publicRoots: store.publicRoots,
      version: store.input.version,
      anchorSha256: store.input.anchors.map((der) => toHex(sha256(der))),
    },
    lastScanAt: first?.startedAt ?? null,
    lastOutcome: addresses.length === 0 ? (first?.outcome.kind ?? null) : null,
    addresses,
    sharedUses: [],
    rotations: [],
  }
}

/** The certificates as sent, leaf first, that can be read. */
export function chainOf(observation: Observation): readonly Certificate[] {
  const { chain } = observation.facts
  return chain.status === 'observed' ? certificatesOf(observation, chain.value) : []
}

/** All that were seen beside them. */
export function otherCertificatesOf(observation: Observation): readonly Certificate[] {
  const { chain } = observation.facts
  const sent = new Set(chain.status === 'observed' ? chain.value : [])
  return certificatesOf(
    observation,
    [...observation.certificates.keys()].filter((hash) => !sent.has(hash)),
  )
}

/** Somebody of whom no more is known than the name. */
export function namedIdentity({ kind, name }: Pick<IdentityRecord, 'kind' | 'name'>): IdentityRecord {
  return {
    id: name,
    kind,
    name,
    owner: null,
    environment: null,
    criticality: 'medium',
    origin: 'named in a question',
    retiredAt: null,
  }
}

/** Those of the certificates with these hashes that were seen and can be read. */
function certificatesOf({ certificates }: Observation, hashes: readonly string[]): readonly Certificate[] {
  return hashes.flatMap((hash) => {
    const der = certificates.get(hash)
    const certificate = der ? readCertificate(der) : null
    return certificate ? [certificate] : []
  })
}

/** The anchors of the paths that were found, those that the server sends itself apart. */
function anchorsOf({ facts, certificates }: Observation, { input }: ObservedStore): readonly Certificate[] {
  const opinions = [valueOf(facts.trust) ?? [], ...Object.values(valueOf(facts.otherTrust) ?? {})].flat()
  const wanted = new Set(opinions.flatMap(({ verdict }) => verdict?.paths.flatMap(({ sha256 }) => sha256) ?? []))
  const unsent = [...wanted].some((hash) => !certificates.has(hash))
  if (!unsent) return []
  return input.anchors.flatMap((der) => {
    const hash = toHex(sha256(der))
    return wanted.has(hash) && !certificates.has(hash) ? (readCertificate(der) ?? []) : []
  })
}

function addressFacts(observation: Observation, ip: string, depth: Depth, store: ObservedStore | null): AddressFacts {
  const { outcome, startedAt, facts } = observation
  const seen = facts.chain.status === 'observed'
  const chain = chainOf(observation)
  const otherCertificates = otherCertificatesOf(observation)
  return {
    addressId: ip,
    ip,
    lastOutcome: outcome,
    lastScanAt: startedAt,
    latest: seen
      ? {
          observationId: 'this',
          lastSeenAt: startedAt,
          asOf: {
            posture: depth === 'posture' || depth === 'quick' ? startedAt : null,
            mtls: depth === 'posture' || depth === 'mtls' ? startedAt : null,
          },
          facts,
          chain,
          otherCertificates,
          ...(store && { issuers: anchorsOf(observation, store) }),
          keyTests: testsOf([...chain, ...otherCertificates], observation.certificates),
        }
      : null,
  }
}
