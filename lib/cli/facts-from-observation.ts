import type { AddressFacts, EndpointFacts, IdentityRecord } from '#lib/checks/facts.ts'
import { sha256, toHex } from '#lib/core/ids.ts'
import { valueOf } from '#lib/core/observed.ts'
import { testsOf } from '#lib/data/evaluation/with-key-tests.ts'
import { isPublicAddress } from '#lib/scan/scope.ts'
import type { Depth, Observation } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { readCertificate } from '#lib/x509/read-certificate.ts'
import type { NamedIdentity, ScanOptions } from './scan-options.ts'
import type { CommandStore } from './trust-stores.ts'

/** The one endpoint that a command knows; its id means nothing outside of it. */
export const endpointId = 'target'

/** What the checks may look at where nothing but this observation is known: no inventory, no history. */
export function factsFromObservation(
  observation: Observation,
  named: NamedIdentity | null,
  { store, observe: { depth } }: Pick<ScanOptions, 'store' | 'observe'>,
): EndpointFacts {
  const { target, address, outcome, startedAt } = observation
  return {
    subject: 'endpoint',
    id: endpointId,
    host: target.host,
    port: target.port,
    serverName: target.serverName,
    transport: target.transport,
    internetFacing: address === null ? null : isPublicAddress(address),
    identity: named && identityRecord(named),
    store: {
      id: store.input.id,
      name: store.input.name,
      publicRoots: store.publicRoots,
      version: store.input.version,
      anchorSha256: store.input.anchors.map((der) => toHex(sha256(der))),
    },
    lastScanAt: startedAt,
    lastOutcome: address === null ? outcome.kind : null,
    addresses: address === null ? [] : [addressFacts(observation, address, depth, store)],
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

/** Those of the certificates with these hashes that were seen and can be read. */
function certificatesOf({ certificates }: Observation, hashes: readonly string[]): readonly Certificate[] {
  return hashes.flatMap((hash) => {
    const der = certificates.get(hash)
    const certificate = der ? readCertificate(der) : null
    return certificate ? [certificate] : []
  })
}

/** The anchors of the paths that were found, those that the server sends itself apart. */
function anchorsOf({ facts, certificates }: Observation, { input }: CommandStore): readonly Certificate[] {
  const opinions = [valueOf(facts.trust) ?? [], ...Object.values(valueOf(facts.otherTrust) ?? {})].flat()
  const wanted = new Set(opinions.flatMap(({ verdict }) => verdict?.paths.flatMap(({ sha256 }) => sha256) ?? []))
  const unsent = [...wanted].some((hash) => !certificates.has(hash))
  if (!unsent) return []
  return input.anchors.flatMap((der) => {
    const hash = toHex(sha256(der))
    return wanted.has(hash) && !certificates.has(hash) ? (readCertificate(der) ?? []) : []
  })
}

function addressFacts(observation: Observation, ip: string, depth: Depth, store: CommandStore): AddressFacts {
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
          issuers: anchorsOf(observation, store),
          keyTests: testsOf([...chain, ...otherCertificates], observation.certificates),
        }
      : null,
  }
}

function identityRecord({ kind, name }: NamedIdentity): IdentityRecord {
  return {
    id: name,
    kind,
    name,
    owner: null,
    environment: null,
    criticality: 'medium',
    origin: 'command line',
    retiredAt: null,
  }
}
