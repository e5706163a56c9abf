import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { textStream } from '../../text-stream.ts'
import { arrayMember, openObject } from '../json-pieces.ts'
import type { ReportContext, ReportFormat } from '../report-format.ts'
import { uuidV5 } from '../uuid-v5.ts'
import { type Algorithm, keyAlgorithm, signatureAlgorithm } from './algorithm.ts'
import { cbomProperties, certificateComponent, certificateRef, keyComponent, keyRef } from './cbom-certificate.ts'
import { type CbomEstate, readCbomEstate } from './cbom-estate.ts'
import { compositions, endpointService, protocolAlgorithms, protocolComponent } from './cbom-protocol.ts'

/** A cryptography bill of materials of the estate, CycloneDX 1.7. */
export const cyclonedx: ReportFormat = {
  key: 'cyclonedx',
  extension: 'cdx.json',
  contentType: 'application/vnd.cyclonedx+json; version=1.7',
  label: 'CycloneDX CBOM',
  use: 'Certificates, public keys, protocols and algorithms of the estate, for inventories of cryptography.',
  write: (source, context) => textStream(billOfMaterials(source, context)),
}

/** What was written: nothing is pointed at that is not among it. */
interface Written {
  readonly certificates: Set<string>
  readonly keys: Set<string>
  readonly algorithms: Map<string, Algorithm>
}

async function* billOfMaterials(source: ReportSource, context: ReportContext): AsyncGenerator<string> {
  const estate = await readCbomEstate(source)
  const written: Written = { certificates: new Set(), keys: new Set(), algorithms: new Map() }
  yield openObject(head(source, context))
  yield* arrayMember('components', components(source, estate, written))
  yield* arrayMember('services', services(estate))
  yield* arrayMember('dependencies', dependencies(source, estate, written))
  yield* arrayMember('compositions', compositions(estate))
  yield '}\n'
}

function head({ summary, sha256 }: ReportSource, { productVersion }: ReportContext): Readonly<Record<string, unknown>> {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    serialNumber: `urn:uuid:${uuidV5(summary.id, 'cyclonedx', 'bom')}`,
    version: 1,
    metadata: {
      timestamp: summary.asOf,
      lifecycles: [{ phase: 'operations' }, { phase: 'discovery' }],
      tools: { components: [{ type: 'application', name: 'Countersign', version: productVersion }] },
      component: { type: 'platform', 'bom-ref': 'estate', name: escapeUnsafe(summary.name) },
      properties: cbomProperties({
        'report-id': summary.id,
        'snapshot-sha256': sha256,
        'endpoints-unreached': summary.coverage.unreached,
        'endpoints-never-scanned': summary.coverage.neverScanned,
      }),
    },
  }
}

async function* components(source: ReportSource, estate: CbomEstate, written: Written): AsyncGenerator<unknown> {
  const use = (algorithms: readonly Algorithm[]) => {
    for (const algorithm of algorithms) written.algorithms.set(algorithm.ref, algorithm)
  }
  for await (const row of source.rows('certificate')) {
    if (written.certificates.has(row.sha256)) continue
    written.certificates.add(row.sha256)
    use([signatureAlgorithm(row.signatureAlgorithm), keyAlgorithm(row)])
    yield certificateComponent(row, source.summary.asOf)
    if (written.keys.has(row.spkiSha256)) continue
    written.keys.add(row.spkiSha256)
    yield keyComponent(row)
  }
  for (const protocol of estate.protocols.values()) {
    use(protocolAlgorithms(protocol))
    yield protocolComponent(protocol)
  }
  for (const algorithm of written.algorithms.values()) yield algorithmComponent(algorithm)
}

function* services(estate: CbomEstate): Generator<unknown> {
  for (const endpoint of estate.endpoints.values()) yield endpointService(endpoint)
}

function algorithmComponent({ ref, name, oid, properties }: Algorithm): unknown {
  return {
    type: 'cryptographic-asset',
    'bom-ref': ref,
    name,
    cryptoProperties: { assetType: 'algorithm', algorithmProperties: properties, ...(oid === null ? {} : { oid }) },
  }
}

async function* dependencies(source: ReportSource, estate: CbomEstate, written: Written): AsyncGenerator<unknown> {
  const keys = new Set<string>()
  const certificates = new Set<string>()
  for await (const row of source.rows('certificate')) {
    if (certificates.has(row.sha256)) continue
    certificates.add(row.sha256)
    const needs = [signatureAlgorithm(row.signatureAlgorithm).ref, keyRef(row.spkiSha256)]
    yield { ref: certificateRef(row.sha256), dependsOn: needs }
    if (keys.has(row.spkiSha256)) continue
    keys.add(row.spkiSha256)
    yield { ref: keyRef(row.spkiSha256), dependsOn: [keyAlgorithm(row).ref] }
  }
  for (const protocol of estate.protocols.values()) {
    const needs = new Set(protocolAlgorithms(protocol).map(({ ref }) => ref))
    yield { ref: protocol.ref, dependsOn: [...needs] }
  }
  for (const endpoint of estate.endpoints.values()) {
    const served = [...endpoint.certificates].filter((sha256) => written.certificates.has(sha256)).map(certificateRef)
    yield { ref: endpoint.ref, dependsOn: [...endpoint.protocols, ...served] }
  }
}
