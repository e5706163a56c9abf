import type { Severity } from '#lib/core/severity.ts'
import type { Outcome, TlsFacts, Transport } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import type { RsaWeakness } from '#lib/x509/rsa-weakness.ts'
import type { CtLogList } from '#lib/x509/transparency/ct-log.ts'
import type { SignedTimestamp } from '#lib/x509/transparency/signed-timestamps.ts'
import type { Declared } from './declared.ts'

/** The identity as it stands in the inventory. */
export interface IdentityRecord {
  readonly id: string
  readonly kind: 'dns' | 'spiffe'
  readonly name: string
  readonly owner: string | null
  readonly environment: EnvironmentRecord | null
  readonly criticality: 'low' | 'medium' | 'high' | 'critical'
  readonly origin: string
  readonly retiredAt: Date | null
  /** What people or imports say of it; absent where nobody looked. */
  readonly declared?: Declared
}

export interface EnvironmentRecord {
  readonly id: string
  readonly name: string
  readonly production: boolean
}

/** One address of an endpoint with its newest finished observation, and how the last attempt ended. */
export interface AddressFacts {
  readonly addressId: string
  readonly ip: string
  readonly lastOutcome: Outcome
  readonly lastScanAt: Date
  /** Null where no handshake ever finished here. */
  readonly latest: {
    readonly observationId: string
    /** When these facts were last seen to hold. */
    readonly lastSeenAt: Date
    /**
     * When the facts that take more connections were last seen: a shallower scan leaves them as they were. Null: never.
     */
    readonly asOf: { readonly posture: Date | null; readonly mtls: Date | null }
    readonly facts: TlsFacts
    /** As sent, leaf first; certificates that could not be found in the records are left out. */
    readonly chain: readonly Certificate[]
    /**
     * Those of the other chains that the facts name, in any order; absent where nobody looked for them. Which of them
     * are served to whom is said by the facts alone.
     */
    readonly otherCertificates?: readonly Certificate[]
    /**
     * Those of valid paths that were not sent, anchors included, in any order; absent where nobody looked for them.
     */
    readonly issuers?: readonly Certificate[]
    /**
     * What is known of the revocation of each certificate (SHA-256 in hex) that is sent or stands on a path, by source;
     * absent where no revocation evidence is gathered.
     */
    readonly revocation?: ReadonlyMap<string, readonly RevocationFact[]>
    /** What tests of RSA keys found, by SHA-256 of the SPKI in hex; without those that could not be tested. */
    readonly keyTests?: ReadonlyMap<string, readonly RsaWeakness[]>
    /** SCTs that came with each leaf (SHA-256 in hex), verified; absent where no list of CT logs is on record. */
    readonly timestamps?: ReadonlyMap<string, readonly SignedTimestamp[]>
  } | null
}

/** What one source says of a certificate: verified in signature, signer and window when it was gathered, or unknown. */
export interface RevocationFact {
  readonly status: 'good' | 'revoked' | 'unknown'
  readonly source: 'ocsp' | 'crl' | 'staple'
  /** Null for staples. */
  readonly url: string | null
  /** The reason of the revocation, null where none is stated; or why it is unknown. */
  readonly reason: string | null
  readonly revokedAt: Date | null
  readonly thisUpdate: Date | null
  /** The last instant for which the evidence vouches; null where it vouches for nothing. */
  readonly nextUpdate: Date | null
  /** Of the CRL or response, in hex. */
  readonly evidenceSha256: string | null
  /** Why the last try to learn anything newer gave nothing; null or absent where it gave something. */
  readonly lastFailure?: string | null
}

/** Another place where the same certificate or key is served now. */
export interface SharedUse {
  readonly endpointId: string
  readonly endpointLabel: string
  readonly identity: IdentityRecord | null
  readonly certificateSha256: string
  readonly spkiSha256: string
}

export interface RotationFact {
  readonly at: Date
  readonly previousSha256: string
  readonly nextSha256: string
  /** How long the previous leaf had been valid when the next one was first seen. */
  readonly ageSeconds: number
  /** How long it had been valid when it was last seen: the step lies between the two. Absent where that is not on record. */
  readonly seenAgeSeconds?: number
  /** Negative where it had expired. */
  readonly lifeLeftSeconds: number
  /** Whole life of the previous leaf. */
  readonly lifetimeSeconds: number
  readonly keyKept: boolean
  /** Whether the new leaf's key had been in use here before, and had been replaced since; absent where nobody looked. */
  readonly keyReturned?: boolean
}

/** A place where a private key was found, told by an import or a person; the key itself is never kept. */
export interface KeyExposureFact {
  readonly spkiSha256: string
  readonly location: string
  readonly foundAt: Date
  readonly foundBy: string
  /** The certificate with this key that lives longest, of those on record. */
  readonly certificateSha256: string
  readonly notAfter: Date
}

/** How a served leaf stands against the records of what was issued. */
export interface LeafRecordFact {
  readonly firstSeenAt: Date
  /** Whether an import or the API told of it; what a CT log tells does not count: it shows rogue issuance alike. */
  readonly recorded: boolean
}

/** A name in a leaf of this endpoint that is the name of a production identity, or is covered by one of its wildcards. */
export interface BorrowedNameFact {
  readonly certificateSha256: string
  /** As the certificate has it. */
  readonly name: string
  readonly identity: { readonly id: string; readonly name: string; readonly environment: EnvironmentRecord }
}

/** An anchor as its store holds it. */
export interface AnchorFact {
  readonly sha256: string
  readonly subject: string
  readonly notAfter: Date
  /** From when on its key counts for nothing here; null for never. */
  readonly distrustedFrom: Date | null
  readonly distrustReason: string | null
  /** Whose own store holds its key, stores of public roots apart. */
  readonly environments: readonly EnvironmentRecord[]
}

/** A CA from which a server takes client certificates, as far as it is an anchor of any store. */
export interface ClientAuthorityFact {
  /** An anchor of public roots. */
  readonly publicRoot: boolean
  readonly notAfter: Date
  /** Whose own store holds it, stores of public roots apart. */
  readonly environments: readonly EnvironmentRecord[]
}

/** All that checks of an endpoint may look at. */
export interface EndpointFacts {
  readonly subject: 'endpoint'
  readonly id: string
  readonly host: string
  readonly port: number
  readonly serverName: string
  readonly transport: Transport
  /** Null: not known (an endpoint with any public address is internet-facing). */
  readonly internetFacing: boolean | null
  readonly identity: IdentityRecord | null
  /** The store that the identity answers to; null where there is none. */
  readonly store: {
    readonly id: string
    readonly name: string
    readonly publicRoots: boolean
    readonly version: string
    readonly anchorSha256: readonly string[]
    /** Every anchor, distrusted ones included; absent where nobody chose them (the runtime's or the system's roots). */
    readonly anchors?: readonly AnchorFact[]
  } | null
  readonly lastScanAt: Date | null
  /** Outcome kind of the last scan where not even an address was tried (dns-failure, blocked-by-scope). */
  readonly lastOutcome: string | null
  readonly addresses: readonly AddressFacts[]
  /** By name, those that stand in any trust store; absent where nobody looked them up. */
  readonly clientAuthorities?: ReadonlyMap<string, ClientAuthorityFact>
  /** Other endpoints that now serve a leaf with the same key as one of this endpoint's leaves. */
  readonly sharedUses: readonly SharedUse[]
  /** Oldest first. */
  readonly rotations: readonly RotationFact[]
  /** Private keys of its leaves, earlier ones included, that were found elsewhere; absent where nobody looked them up. */
  readonly keyExposures?: readonly KeyExposureFact[]
  /** Leaves that it serves, by SHA-256, against the records of what was issued; absent where nobody keeps any of its identity. */
  readonly leafRecords?: ReadonlyMap<string, LeafRecordFact>
  /** Absent where nobody looked. */
  readonly borrowedNames?: readonly BorrowedNameFact[]
  /** Absent where none is on record. */
  readonly ctLogs?: CtLogList
}

/** A certificate that was issued for an identity, as an import, the API or a CT log tells. */
export interface IssuedFact {
  readonly certificate: Certificate
  /** By whom it was told. */
  readonly sources: readonly ('import' | 'api' | 'ct')[]
  /** Whether an endpoint of the estate presented it at any time. */
  readonly seenServed: boolean
  /** SHA-256 of the SPKI of each CA on record that bears the issuer's name and key id. */
  readonly issuerSpkiSha256: readonly string[]
  /** Whether its issuer is an anchor of public roots, or a CA whose signature leads to one; null: its issuer is not on record. */
  readonly publiclyTrusted: boolean | null
}

/** What the directory of owners says of an owner. */
export interface OwnerFact {
  readonly active: boolean
  /** Since when it is so. */
  readonly since: Date | null
  readonly source: string
}

/** What DNS says of who may issue for a name (RFC 8659). */
export interface CaaFact {
  /** Where the records stand: the name itself or the nearest parent that has any; null where none has. */
  readonly domain: string | null
  /** Values of `issue` and `issuewild`, as they stand. */
  readonly issuers: readonly string[]
  /** Whether they allow the issuers in use; null: it is not known by which names these go in CAA. */
  readonly allowsIssuersInUse: boolean | null
}

/** A finding whose risk was accepted, and no decision came after the acceptance. */
export interface ExceptionFact {
  readonly findingId: string
  readonly checkId: string
  readonly severity: Severity
  /** When the acceptance ends, or ended; null where it was given none. */
  readonly endsAt: Date | null
  /** Null: not on record. */
  readonly acceptedBy: string | null
}

/** All that checks of an identity may look at. */
export interface IdentityFacts {
  readonly subject: 'identity'
  readonly identity: IdentityRecord
  readonly endpoints: readonly EndpointFacts[]
  /** Oldest first, over all endpoints, each step once. */
  readonly rotations: readonly RotationFact[]
  /** Other environments in which the identity's SPIFFE trust domain is in use. */
  readonly trustDomainEnvironments: readonly EnvironmentRecord[]
  /** Absent where nobody looked. */
  readonly exceptions?: readonly ExceptionFact[]
  /** When the identity was recorded. */
  readonly createdAt: Date
  /** When any of its endpoints was last seen; null: never. Absent where nobody looked. */
  readonly lastSeenAt?: Date | null
  /** The newest first, a bounded number; absent where nobody looked. */
  readonly issued?: readonly IssuedFact[]
  /** What the directory of owners says; null: it does not know the owner. Absent where there is no directory. */
  readonly ownerRecord?: OwnerFact | null
  /** Names, of those that it may call and was not seen to call, whose identities are of critical worth. Absent where nobody looked. */
  readonly criticalUnusedGrants?: readonly string[]
  /** When the environment's suites and protocols were last reviewed; null: not on record. Absent where nobody looked. */
  readonly cryptographyReview?: { readonly reviewedAt: Date; readonly reviewer: string | null } | null
  /** Absent where nobody asked DNS. */
  readonly caa?: CaaFact
}

export type SubjectFacts = EndpointFacts | IdentityFacts
