import type { EvaluationContext } from '#lib/checks/contract.ts'
import type {
  AddressFacts,
  EndpointFacts,
  EnvironmentRecord,
  IdentityFacts,
  IdentityRecord,
  RotationFact,
  SharedUse,
} from '#lib/checks/facts.ts'
import { effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import { observed, skipped } from '#lib/core/observed.ts'
import { dayMs } from '#lib/core/time.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import type { Certificate, GeneralName } from '#lib/x509/certificate.ts'
import { digest } from './digest.ts'
import { posture } from './posture-facts.ts'
import { trust } from './trust-facts.ts'

export { digest } from './digest.ts'
export { features, posture, suites } from './posture-facts.ts'
export { publicTrust, refusedTrust, trust } from './trust-facts.ts'

/** The instant of all facts made here: a healthy estate, seen a moment ago. Each builder takes what differs. */
export const testNow = new Date('2026-11-23T12:00:00Z')

/** `days` from the test's now, in ISO 8601 as certificates hold it. */
export function inDays(days: number): string {
  return new Date(testNow.getTime() + days * dayMs).toISOString()
}

export function context(policy: Policy = {}, now: Date = testNow): EvaluationContext {
  return { now, policy: effectivePolicy(null, policy) }
}

export const production: EnvironmentRecord = { id: 'env-production', name: 'production', production: true }
export const staging: EnvironmentRecord = { id: 'env-staging', name: 'staging', production: false }

export function identity(change: Partial<IdentityRecord> = {}): IdentityRecord {
  return {
    id: 'identity-1',
    kind: 'dns',
    name: 'payments.example.com',
    owner: 'team-payments',
    environment: production,
    criticality: 'medium',
    origin: 'manual',
    retiredAt: null,
    ...change,
  }
}

export function spiffeIdentity(change: Partial<IdentityRecord> = {}): IdentityRecord {
  return identity({ kind: 'spiffe', name: 'spiffe://prod.example.com/payments', ...change })
}

export function dns(...values: readonly string[]): GeneralName[] {
  return values.map((value) => ({ kind: 'dns', value }))
}

export function uri(...values: readonly string[]): GeneralName[] {
  return values.map((value) => ({ kind: 'uri', value }))
}

/** A sound 90-day leaf, 30 days old, from `intermediate()`. */
export function leaf(change: Partial<Certificate> = {}): Certificate {
  return {
    sha256: digest('leaf'),
    spkiSha256: digest('leaf key'),
    version: 3,
    serial: '5a3b1c9d8e7f60718293a4b5c6d7e8f9',
    issuer: 'CN=Estate Issuing CA',
    subject: 'CN=payments.example.com',
    subjectCommonNames: ['payments.example.com'],
    issuerNameSha256: digest('issuing ca'),
    subjectNameSha256: digest('payments.example.com'),
    notBefore: inDays(-30),
    notAfter: inDays(60),
    publicKey: { algorithm: 'ec', bits: 256, curve: 'P-256', exponent: null },
    signatureAlgorithm: 'ecdsa-with-SHA256',
    signatureHash: 'sha256',
    signatureAlgorithmsAgree: true,
    subjectAltNames: dns('payments.example.com'),
    subjectAltNamesCritical: false,
    issuerAltNames: [],
    basicConstraints: { ca: false, pathLength: null, critical: true },
    keyUsage: { bits: ['digitalSignature'], critical: true },
    extendedKeyUsage: ['serverAuth', 'clientAuth'],
    subjectKeyId: null,
    authorityKeyId: null,
    authorityCertificate: null,
    ocspUrls: [],
    caIssuersUrls: [],
    crlUrls: [],
    freshestCrlUrls: [],
    subjectInfoAccess: [],
    nameConstraints: null,
    policies: [],
    policyMappings: [],
    policyConstraints: null,
    inhibitAnyPolicy: null,
    tlsFeatures: [],
    mustStaple: false,
    sctCount: 0,
    scts: [],
    ctPoison: false,
    unknownCriticalExtensions: [],
    selfSigned: false,
    problems: [],
    ...change,
  }
}

/** A sound X.509-SVID of one hour, half of it gone. */
export function svid(change: Partial<Certificate> = {}): Certificate {
  return leaf({
    subject: '',
    subjectCommonNames: [],
    subjectAltNames: uri('spiffe://prod.example.com/payments'),
    subjectAltNamesCritical: true,
    notBefore: inDays(-1 / 48),
    notAfter: inDays(1 / 48),
    ...change,
  })
}

/** The CA that issued `leaf()`, itself issued by an anchor that is not sent. */
export function intermediate(change: Partial<Certificate> = {}): Certificate {
  return leaf({
    sha256: digest('intermediate'),
    spkiSha256: digest('intermediate key'),
    issuer: 'CN=Estate Root CA',
    subject: 'CN=Estate Issuing CA',
    subjectCommonNames: ['Estate Issuing CA'],
    issuerNameSha256: digest('root ca'),
    subjectNameSha256: digest('issuing ca'),
    notBefore: inDays(-365),
    notAfter: inDays(5 * 365),
    subjectAltNames: [],
    basicConstraints: { ca: true, pathLength: 0, critical: true },
    keyUsage: { bits: ['keyCertSign', 'cRLSign'], critical: true },
    extendedKeyUsage: null,
    ...change,
  })
}

export const privateStore = {
  id: 'store-1',
  name: 'Estate roots',
  publicRoots: false,
  version: 'v1',
  anchorSha256: [digest('root')],
}
export const publicStore = { ...privateStore, id: 'store-public', name: 'Public roots', publicRoots: true }

export function tls(change: Partial<TlsFacts> = {}): TlsFacts {
  return {
    ...posture(),
    protocol: observed('TLSv1.3'),
    cipherSuite: observed({ name: 'TLS_AES_256_GCM_SHA384', bits: 256 }),
    group: observed({ name: 'X25519MLKEM768', bits: null }),
    alpn: observed(null),
    chain: observed([digest('leaf'), digest('intermediate')]),
    ocspStaple: observed(null),
    signedTimestamps: observed([]),
    keyPossession: observed({ by: 'certificate-verify', scheme: 'ecdsa_secp256r1_sha256', verified: true }),
    clientCertificateRequested: observed(false),
    clientCertificateRequest: observed(null),
    otherChains: observed({}),
    otherTrust: observed({}),
    mtls: observed({ verdict: 'NOT-REQUESTED', evidence: ['no CertificateRequest'] }),
    starttls: skipped('not-starttls'),
    trust: observed(trust()),
    ...change,
  }
}

type Latest = NonNullable<AddressFacts['latest']>
type Evidence = Pick<Latest, 'revocation' | 'timestamps'>

export interface AddressChange extends Partial<Omit<AddressFacts, 'latest'>>, Evidence {
  /** The chain as sent; the facts' hashes follow it. */
  readonly chain?: readonly Certificate[]
  readonly tls?: Partial<TlsFacts>
  readonly lastSeenAt?: Date
  /** When the deeper facts were seen: at `lastSeenAt` where nothing is said. */
  readonly asOf?: Partial<Latest['asOf']>
  /** Null: no handshake ever finished here. */
  readonly latest?: null
}

export function address(change: AddressChange = {}): AddressFacts {
  const { chain = [leaf(), intermediate()], tls: facts = {}, lastSeenAt = testNow, asOf = {}, ...more } = change
  const { revocation, timestamps, latest, ...rest } = more
  return {
    addressId: `address-${rest.ip ?? '192.0.2.1'}`,
    ip: '192.0.2.1',
    lastOutcome: { kind: 'handshake' },
    lastScanAt: testNow,
    latest:
      latest === null
        ? null
        : {
            observationId: `observation-${rest.ip ?? '192.0.2.1'}`,
            lastSeenAt,
            asOf: { posture: lastSeenAt, mtls: lastSeenAt, ...asOf },
            facts: tls({ chain: observed(chain.map(({ sha256 }) => sha256)), ...facts }),
            chain,
            ...(revocation && { revocation }),
            ...(timestamps && { timestamps }),
          },
    ...rest,
  }
}

export interface EndpointChange extends Partial<EndpointFacts> {
  /** Changes to the one address of the endpoint, where `addresses` are not given. */
  readonly at?: AddressChange
}

export function endpoint(change: EndpointChange = {}): EndpointFacts {
  const { at, ...rest } = change
  return {
    subject: 'endpoint',
    id: 'endpoint-1',
    host: 'payments.example.com',
    port: 443,
    serverName: 'payments.example.com',
    transport: 'tls',
    internetFacing: false,
    identity: identity(),
    store: privateStore,
    lastScanAt: testNow,
    lastOutcome: null,
    addresses: [address(at)],
    sharedUses: [],
    rotations: [],
    ...rest,
  }
}

/** An endpoint that presents this leaf. */
export function presenting(certificate: Certificate, change: EndpointChange = {}): EndpointFacts {
  return endpoint({ at: { chain: [certificate, intermediate()] }, ...change })
}

/** An endpoint of a SPIFFE identity that presents this SVID. */
export function workload(certificate: Certificate = svid(), change: EndpointChange = {}): EndpointFacts {
  return presenting(certificate, { identity: spiffeIdentity(), ...change })
}

/** An endpoint that no scan has reached yet. */
export function neverScanned(change: EndpointChange = {}): EndpointFacts {
  return endpoint({ addresses: [], lastScanAt: null, ...change })
}

export function identityFacts(change: Partial<IdentityFacts> = {}): IdentityFacts {
  return {
    subject: 'identity',
    identity: identity(),
    endpoints: [endpoint()],
    rotations: [],
    trustDomainEnvironments: [],
    createdAt: new Date(inDays(-400)),
    ...change,
  }
}

/** A renewal in good time, with a new key, `daysAgo`; by default the step to `leaf()`. */
export function rotation(daysAgo: number, change: Partial<RotationFact> = {}): RotationFact {
  return {
    at: new Date(inDays(-daysAgo)),
    previousSha256: digest(`leaf before ${daysAgo}`),
    nextSha256: digest('leaf'),
    ageSeconds: 60 * 86400,
    lifeLeftSeconds: 30 * 86400,
    lifetimeSeconds: 90 * 86400,
    keyKept: false,
    ...change,
  }
}

/** The same certificate and key as `leaf()`, served elsewhere under another identity of the same owner. */
export function sharedUse(change: Partial<SharedUse> = {}): SharedUse {
  return {
    endpointId: 'endpoint-2',
    endpointLabel: 'orders.example.com:443',
    identity: identity({ id: 'identity-2', name: 'orders.example.com' }),
    certificateSha256: digest('leaf'),
    spkiSha256: digest('leaf key'),
    ...change,
  }
}
