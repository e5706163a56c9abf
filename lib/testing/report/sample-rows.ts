import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { Check } from '#lib/checks/contract.ts'
import type { CertificateRow, FindingRow, ObservationRow, VerdictRow } from '#lib/compliance/report-snapshot.ts'
import { sha256Hex } from '#lib/core/ids.ts'
import { severities } from '#lib/core/severity.ts'
import { dayMs } from '#lib/core/time.ts'
import { hostileTexts } from './hostile-texts.ts'

export const sampleNow = new Date('2026-11-23T12:00:00Z')

export interface SampleShape {
  /** Identities, each with one endpoint. */
  readonly identities: number
  /** Of a hundred judgements, how many fail. */
  readonly failingPercent: number
  readonly hostile: boolean
  /** Names in each certificate. */
  readonly namesPerCertificate: number
}

const environments = ['production', 'staging', null] as const
const owners = ['team-payments', 'team-edge', 'platform', null] as const
const kinds = { identity: 1, endpoint: 2, observation: 3, verdict: 4, finding: 5 } as const

/** A stable id, of the form that the product's own ids have (UUID version 7). */
export function sampleId(kind: keyof typeof kinds, number: number): string {
  return `019ab000-${kinds[kind].toString(16).padStart(4, '0')}-7000-8000-${number.toString(16).padStart(12, '0')}`
}

export function daysFromNow(days: number): string {
  return new Date(sampleNow.getTime() + days * dayMs).toISOString()
}

/** The same text for the same place; hostile where the shape says so. */
function text(shape: SampleShape, plain: string, salt: number): string {
  return shape.hostile ? `${hostileTexts[salt % hostileTexts.length] ?? ''}${salt % 3 === 0 ? ` ${plain}` : ''}` : plain
}

export function identityName(shape: SampleShape, index: number): string {
  const plain = index % 4 === 3 ? `spiffe://prod.example.com/service-${index}` : `service-${index}.example.com`
  return text(shape, plain, index)
}

/** By check and subject, as the parts of a report hold them. */
const byId = [...catalogue.entries()].toSorted(([, one], [, other]) => (one.id < other.id ? -1 : 1))

export function* sampleVerdicts(shape: SampleShape): Generator<VerdictRow> {
  for (const [position, check] of byId) {
    for (let index = 0; index < shape.identities; index += 1) yield verdict(shape, index, position, check)
  }
}

function outcomeOf(shape: SampleShape, index: number, position: number, { group }: Check): VerdictRow['outcome'] {
  if (group === 'protocol-and-cipher' || group === 'key-and-signature') return 'pass'
  // Some checks pass everywhere, some judge nothing at all: every status of a control comes up.
  if (position % 11 === 10) return 'not-assessed'
  if (index % 17 === 5) return 'not-assessed'
  if (position % 5 === 4) return 'not-applicable'
  return position % 3 === 0 && (index * 31 + position * 7) % 100 < shape.failingPercent ? 'fail' : 'pass'
}

function verdict(shape: SampleShape, index: number, position: number, check: Check): VerdictRow {
  const outcome = outcomeOf(shape, index, position, check)
  const number = index * catalogue.length + position
  const assessed = outcome === 'pass' || outcome === 'fail'
  const of = subject(shape, index, check)
  return {
    id: sampleId('verdict', number),
    checkId: check.id,
    ...of,
    outcome,
    severity: outcome === 'fail' ? (severities[number % severities.length] ?? 'low') : null,
    reason: assessed ? null : text(shape, 'a server at this address did not answer', number),
    evidence: outcome === 'fail' ? evidence(shape, index) : {},
    since: daysFromNow(-30),
    evaluatedAt: daysFromNow(-0.1),
    observedAt: outcome === 'not-assessed' ? null : daysFromNow(-0.2),
    observationIds: outcome === 'not-assessed' ? [] : [sampleId('observation', index)],
    method: 'TLS scan of an address',
    certificateSha256: assessed && check.subject === 'endpoint' ? leafSha256(index) : null,
    findingId: outcome === 'fail' ? sampleId('finding', number) : null,
  }
}

function subject(shape: SampleShape, index: number, check: Check) {
  const identity = { id: sampleId('identity', index), name: identityName(shape, index) }
  return {
    subjectKind: check.subject,
    subjectId: check.subject === 'identity' ? identity.id : sampleId('endpoint', index),
    subjectName:
      check.subject === 'identity' ? identity.name : `${text(shape, `host-${index}.example.com`, index)}:443`,
    identity,
    environment: environments[index % environments.length] ?? null,
    owner: shape.hostile ? text(shape, 'team', index + 3) : (owners[index % owners.length] ?? null),
  }
}

function evidence(shape: SampleShape, index: number): Readonly<Record<string, unknown>> {
  return {
    certificateSha256: leafSha256(index),
    notAfter: daysFromNow(index % 40),
    names: [text(shape, `service-${index}.example.com`, index), text(shape, '*.example.com', index + 1)],
    shareOfLifeLeft: 0.08,
    addresses: [{ ip: '192.0.2.7', reason: text(shape, 'no path to a named store', index + 2) }],
  }
}

export function* sampleFindings(shape: SampleShape): Generator<FindingRow> {
  for (const row of sampleVerdicts(shape)) {
    if (row.findingId !== null && row.severity !== null) yield finding(shape, row, row.findingId)
  }
}

function finding(shape: SampleShape, row: VerdictRow, id: string): FindingRow {
  const number = Number.parseInt(id.slice(-12), 16)
  const status = (['open', 'open', 'acknowledged', 'accepted', 'open', 'false-positive', 'open'] as const)[number % 7]
  const decided = status === 'accepted' || status === 'false-positive'
  return {
    id,
    checkId: row.checkId,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    subjectName: row.subjectName,
    identity: row.identity,
    environment: row.environment,
    owner: row.owner,
    status: status ?? 'open',
    severity: row.severity ?? 'low',
    openedAt: daysFromNow(-30),
    dueAt: number % 2 === 0 ? daysFromNow(14 - (number % 30)) : null,
    lastSeenAt: daysFromNow(-0.2),
    acceptedUntil: status === 'accepted' ? daysFromNow(20) : null,
    approver: decided ? 'ciso@example.com' : null,
    reason: decided
      ? text(shape, 'Behind a gateway that proves the client by itself until the migration ends.', number)
      : null,
    assignee: number % 3 === 0 ? 'analyst@example.com' : null,
    evidence: row.evidence,
  }
}

function leafSha256(index: number): string {
  return digest(`leaf-${index}`)
}

export function* sampleObservations(shape: SampleShape): Generator<ObservationRow> {
  for (let index = 0; index < shape.identities; index += 1) {
    const reached = index % 17 !== 5
    const modern = index % 3 !== 0
    yield {
      id: sampleId('observation', index),
      endpointId: sampleId('endpoint', index),
      host: text(shape, `host-${index}.example.com`, index),
      port: 443,
      serverName: text(shape, `host-${index}.example.com`, index),
      transport: index % 9 === 8 ? 'smtp' : 'tls',
      ip: reached ? `192.0.2.${index % 250}` : null,
      outcome: reached ? 'handshake' : 'timeout',
      observedAt: daysFromNow(-0.2),
      lastSeenAt: daysFromNow(-0.1),
      method: 'TLS scan of an address',
      chain: reached ? [leafSha256(index), digest('issuing-ca')] : [],
      protocol: reached ? (modern ? 'TLSv1.3' : 'TLSv1.2') : null,
      cipherSuite: reached ? (modern ? 'TLS_AES_256_GCM_SHA384' : 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256') : null,
      keyExchangeGroup: reached ? (index % 4 === 0 ? 'X25519MLKEM768' : 'x25519') : null,
      mtls: reached ? 'NOT-REQUESTED' : null,
      suites: reached && index % 2 === 0 ? offeredSuites : null,
      groups: reached && index % 2 === 0 ? ['X25519MLKEM768', 'x25519', 'secp256r1'] : null,
      // Every sixth as reports had it before completeness was kept.
      ...(index % 6 === 4
        ? {}
        : {
            suitesComplete: reached && index % 2 === 0 ? { 'TLSv1.2': index % 6 === 0, 'TLSv1.3': true } : null,
            groupsComplete: reached && index % 2 === 0 ? index % 6 === 0 : null,
          }),
    }
  }
}

const offeredSuites: Readonly<Record<string, readonly string[]>> = {
  'TLSv1.2': ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA'],
  'TLSv1.3': ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'],
}

export function* sampleCertificates(shape: SampleShape): Generator<CertificateRow> {
  if (shape.identities > 0) yield authority(shape)
  for (let index = 0; index < shape.identities; index += 1) {
    if (index % 17 !== 5) yield leaf(shape, index)
  }
}

function leaf(shape: SampleShape, index: number): CertificateRow {
  const rsa = index % 3 === 0
  return {
    sha256: leafSha256(index),
    // Every tenth shares its key with the one before.
    spkiSha256: digest(`key-${index % 10 === 9 ? index - 1 : index}`),
    subject: `CN=${text(shape, `service-${index}.example.com`, index)}`,
    issuer: 'CN=Example Issuing CA,O=Example',
    serial: (0x1000 + index).toString(16),
    notBefore: daysFromNow(index % 13 === 12 ? 2 : -60),
    notAfter: daysFromNow(index % 7 === 6 ? -1 : 30 + (index % 60)),
    isCa: false,
    selfSigned: false,
    keyAlgorithm: rsa ? 'rsa' : 'ec',
    keyBits: rsa ? 2048 : 256,
    curve: rsa ? null : 'P-256',
    signatureAlgorithm: 'ecdsa-with-SHA256',
    names: Array.from({ length: shape.namesPerCertificate }, (_, name) =>
      name === 0 && index % 4 === 3
        ? `uri:spiffe://prod.example.com/service-${index}`
        : `dns:${text(shape, `service-${index}-${name}.example.com`, index + name)}`,
    ),
    keyUsage: ['digitalSignature'],
    extKeyUsage: ['serverAuth'],
    servedAt: [`${text(shape, `host-${index}.example.com`, index)}:443`],
  }
}

function authority(shape: SampleShape): CertificateRow {
  return {
    sha256: digest('issuing-ca'),
    spkiSha256: digest('issuing-ca-key'),
    subject: `CN=${text(shape, 'Example Issuing CA', 4)},O=Example`,
    issuer: 'CN=Example Root,O=Example',
    serial: '2a',
    notBefore: daysFromNow(-900),
    notAfter: daysFromNow(900),
    isCa: true,
    selfSigned: false,
    keyAlgorithm: 'ec',
    keyBits: 384,
    curve: 'P-384',
    signatureAlgorithm: 'ecdsa-with-SHA384',
    names: [],
    keyUsage: ['keyCertSign', 'cRLSign'],
    extKeyUsage: null,
    servedAt: [],
  }
}

function digest(label: string): string {
  return sha256Hex(Buffer.from(label))
}
