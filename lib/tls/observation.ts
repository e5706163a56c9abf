import type { Observed } from '#lib/core/observed.ts'
import type { ChainVerdict } from '#lib/x509/path/judge-chain.ts'
import type { ClockReading, HttpFact } from './http-fact.ts'

/** Moves when the shape of TlsFacts changes, so that stored facts say how to be read. */
export const factsVersion = 2

export const transports = [
  'tls',
  'smtp',
  'lmtp',
  'imap',
  'pop3',
  'ftp',
  'ldap',
  'postgres',
  'mysql',
  'xmpp',
  'xmpp-server',
  'nntp',
  'sieve',
  'irc',
  'rdp',
] as const

/** `tls` is TLS from the first byte; the others reach it by their STARTTLS prelude. */
export type Transport = (typeof transports)[number]

/** What a client dials. */
export interface Target {
  readonly host: string
  readonly port: number
  /** SNI to send; empty sends none. */
  readonly serverName: string
  readonly transport: Transport
}

/** How an attempt ended. `handshake` is the one that reached a finished handshake. */
export type Outcome =
  | { readonly kind: 'handshake' }
  | { readonly kind: 'dns-failure'; readonly code: string }
  | { readonly kind: 'blocked-by-scope'; readonly rule: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'timeout'; readonly during: 'connect' | 'starttls' | 'handshake' }
  | { readonly kind: 'reset'; readonly during: 'connect' | 'starttls' | 'handshake' }
  | { readonly kind: 'closed'; readonly during: 'starttls' | 'handshake' }
  | { readonly kind: 'not-tls'; readonly detail: string }
  | { readonly kind: 'alert'; readonly code: number; readonly name: string }
  /**
   * `not-offered`: TLS is not among what the server can do. `declined`: it was asked for TLS and said no. `turned-away`:
   * it would not talk to this client at all, which says nothing of TLS. `temporary`: by the protocol's own code.
   */
  | {
      readonly kind: 'starttls-refused'
      readonly reason: 'not-offered' | 'declined' | 'turned-away'
      readonly temporary: boolean
      readonly reply: string
    }
  /** Plaintext behind the go-ahead for TLS, where an injected answer would stand (CVE-2011-0411 and its kind). */
  | { readonly kind: 'plaintext-after-starttls'; readonly detail: string }
  /** What answered is not the protocol whose STARTTLS was to be used; `tls` is a server that wants TLS at once. */
  | { readonly kind: 'other-protocol'; readonly spoken: SpokenProtocol; readonly detail: string }
  | { readonly kind: 'too-much-data'; readonly limitBytes: number }
  | { readonly kind: 'protocol-error'; readonly detail: string }

export type OutcomeKind = Outcome['kind']

/** What a peer was recognised to speak by its first bytes. */
export type SpokenProtocol = Transport | 'http' | 'ssh' | 'unknown'

export type ProtocolVersion = 'SSLv2' | 'SSLv3' | 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'

/** The verdict of the engine that judged the chain against the identity's store at scan time. */
export interface TrustOpinion {
  /** Which engine judged, e.g. `node:tls (OpenSSL 3.5.x)`. */
  readonly engine: string
  readonly store: { readonly id: string; readonly name: string; readonly asOf: string; readonly version: string }
  /** A path to an anchor of the store was found and its signatures hold, whatever the validity dates say. */
  readonly pathFound: boolean
  /** The reason code of what speaks against the chain, dates included, or the engine's own word; null for nothing. */
  readonly error: string | null
  /** SHA-256 of each certificate of the path, leaf first, anchor last; empty where none was found. */
  readonly path: readonly string[]
  /** All paths and refusals that led to it; absent where only the outcome was kept. */
  readonly verdict?: ChainVerdict
  /** What another engine said of the same server at the same time, where it was asked. */
  readonly secondOpinion?: { readonly engine: string; readonly error: string | null }
}

/** What a scan goes after; each depth holds the one before it, but `mtls`, which adds the client probes to `inventory`. */
export const depths = ['inventory', 'quick', 'posture', 'mtls'] as const

export type Depth = (typeof depths)[number]

/** How a server treats its clients, by the probes of `mtls.probes`. */
export type MtlsVerdict = 'ENFORCED' | 'REQUESTED-ONLY' | 'ACCEPTS-UNTRUSTED' | 'NOT-REQUESTED' | 'UNKNOWN'

/**
 * The client that a probe played. `valid`, `wrong-purpose` and `unauthorised` (a sound certificate of an identity that has
 * no right to the service) need credentials that an operator gave.
 */
export type MtlsClient = 'none' | 'self-made' | 'valid' | 'wrong-purpose' | 'unauthorised'

export interface MtlsFact {
  readonly verdict: MtlsVerdict
  /** One line per probe, for people. */
  readonly evidence: readonly string[]
  /** What the server did to each client that was played; absent in facts of version 1. */
  readonly probes?: readonly { readonly client: MtlsClient; readonly treatment: string; readonly detail: string }[]
}

/** What a CertificateRequest asked for (RFC 8446 4.3.2, RFC 5246 7.4.4). */
export interface ClientCertificateRequest {
  /** Distinguished names of the accepted CAs, RFC 4514 text, in the order as sent. */
  readonly authorities: readonly string[]
  /** IANA names of the signature schemes. */
  readonly schemes: readonly string[]
}

/** The server's proof that it holds the key of its leaf. */
export interface KeyPossession {
  /** `finished`: RSA key transport, where only the key's holder could finish. */
  readonly by: 'certificate-verify' | 'server-key-exchange' | 'finished'
  /** IANA name of the signature scheme, null for key transport and before TLS 1.2. */
  readonly scheme: string | null
  readonly verified: boolean
}

/** All that a server accepts of one kind. `complete`: every code point that was to be asked about has its answer. */
export interface Accepted<Item> {
  /** In the server's own order where `preference` is `server`, else in the order of the registry. */
  readonly accepted: readonly Item[]
  /** Whose order decides; `single` where only one is accepted, `unknown` where it was not learned. */
  readonly preference: 'server' | 'client' | 'single' | 'unknown'
  readonly complete: boolean
  /** Families of which the server refused all, where the list is not complete (`quick` asks for families alone). */
  readonly refused?: readonly RefusedFamily[]
}

/** `weak`: of suites (suites.ts); `post-quantum`: of groups, ML-KEM alone and in hybrids. */
export type RefusedFamily = 'weak' | 'post-quantum'

export type ByVersion<T> = Readonly<Partial<Record<ProtocolVersion, Observed<T>>>>

export interface NamedGroup {
  readonly name: string
  readonly bits: number | null
}

export interface DhParameters {
  readonly bits: number
  /** Name of a well-known prime (`ffdhe2048`, `RFC 3526 group 14`, …), null for any other. */
  readonly known: string | null
  /** SHA-256 of the prime's magnitude. */
  readonly primeSha256: string
}

/** What a handshake without or with another server name came to. */
export interface ServerNameAnswer {
  /** Outcome kind; `alert` with its name in `detail`. */
  readonly outcome: OutcomeKind
  readonly detail: string | null
  /** SHA-256, leaf first; null where none was shown. */
  readonly chain: readonly string[] | null
}

/** Protocol features, each by its own evidence. True: the server supports (or commits) it. */
export interface Features {
  readonly extendedMasterSecret: Observed<boolean>
  readonly encryptThenMac: Observed<boolean>
  readonly secureRenegotiation: Observed<boolean>
  /** The server begins a new handshake where the client asks for one in a session; absent in facts of older scans. */
  readonly clientRenegotiation?: Observed<boolean>
  /** The server accepts TLS compression (CRIME). */
  readonly compression: Observed<boolean>
  /** The server answers to the heartbeat extension. */
  readonly heartbeat: Observed<boolean>
  /** The server refuses TLS_FALLBACK_SCSV where it could do better (RFC 7507). */
  readonly fallbackScsv: Observed<boolean>
  readonly sessionTickets: Observed<boolean>
  /** Ways in which a session was really resumed. */
  readonly resumption: Observed<readonly ('session-id' | 'ticket' | 'psk')[]>
  /** Bytes of 0-RTT data that tickets allow; null where none. */
  readonly earlyDataBytes: Observed<number | null>
  /** The longest time for which a ticket may be used, as the server says; null without tickets. Absent in older facts. */
  readonly ticketLifetimeSeconds?: Observed<number | null>
}

/** Whether the server copes with hellos of unusual, but legal, form (RFC 8701, RFC 7685). */
export interface Tolerance {
  readonly grease: Observed<boolean>
  readonly longHello: Observed<boolean>
}

/**
 * Flaws of implementations that show in what a server does. Each is asked only of servers that have what it lives in: one
 * without it is observed not to have the flaw.
 */
export interface Flaws {
  /** A heartbeat is answered with more than it held (Heartbleed, CVE-2014-0160). */
  readonly heartbleed: Observed<boolean>
  /** ChangeCipherSpec is taken before there are keys (CVE-2014-0224). */
  readonly earlyChangeCipherSpec: Observed<boolean>
  /** A short session identifier beside a ticket comes back filled up with memory (Ticketbleed, CVE-2016-9244). */
  readonly ticketbleed: Observed<boolean>
  /** Wrong paddings of an encrypted premaster secret are told apart by the answer (Bleichenbacher's oracle, ROBOT). */
  readonly rsaPaddingOracle: Observed<boolean>
}

export type KeyType = 'rsa' | 'ecdsa' | 'eddsa'

/** What one handshake tells. */
export interface InventoryFacts {
  readonly protocol: Observed<ProtocolVersion>
  /** IANA name and the strength in bits. */
  readonly cipherSuite: Observed<{ readonly name: string; readonly bits: number }>
  /** Key-exchange group: IANA name where it has one; `bits` for finite fields. Null value: RSA key transport. */
  readonly group: Observed<NamedGroup | null>
  readonly alpn: Observed<string | null>
  /** SHA-256 of each certificate as the server sent them, leaf first. */
  readonly chain: Observed<readonly string[]>
  /** DER of the stapled OCSP response in base64, null where none came. */
  readonly ocspStaple: Observed<string | null>
  /** SCTs of the TLS extension, base64, each as sent. */
  readonly signedTimestamps: Observed<readonly string[]>
  readonly keyPossession: Observed<KeyPossession>
  /** Whether the server sent a CertificateRequest in the main handshake. */
  readonly clientCertificateRequested: Observed<boolean>
  /** What it asked for, null where it did not ask. */
  readonly clientCertificateRequest: Observed<ClientCertificateRequest | null>
  /** What the prelude told; skipped where TLS comes first. The greeting lacks what changes with every session. */
  readonly starttls: Observed<{ readonly offered: boolean; readonly greeting: string }>
  readonly trust: Observed<TrustOpinion>
  /** Other leaves that the server holds for the same name, by the type of their key; the main chain is not repeated. */
  readonly otherChains: Observed<Readonly<Partial<Record<KeyType, readonly string[]>>>>
  /**
   * Of every chain that was shown beside the main one, `serverNames` included, by the SHA-256 of its leaf: what `trust`
   * is to the main chain.
   */
  readonly otherTrust: Observed<Readonly<Record<string, TrustOpinion>>>
}

/** What more connections tell. Skipped below the depth that asks for it. */
export interface PostureFacts {
  /** Which versions can be negotiated, each by its own evidence, so a hole shows. */
  readonly versions: Observed<ByVersion<boolean>>
  /** IANA names of suites by version, for each version that is spoken. */
  readonly suites: Observed<ByVersion<Accepted<string>>>
  readonly groups: Observed<ByVersion<Accepted<NamedGroup>>>
  /** Schemes with which the server really signed, IANA names, by version (TLS 1.2 and 1.3). */
  readonly signatureSchemes: Observed<ByVersion<readonly string[]>>
  /** Parameters of ephemeral finite-field Diffie-Hellman, empty where none is spoken. */
  readonly dhParameters: Observed<readonly DhParameters[]>
  /** ALPN protocols that the server selects, in the order of the question. */
  readonly alpnProtocols: Observed<readonly string[]>
  readonly features: Observed<Features>
  readonly serverNames: Observed<{ readonly without: ServerNameAnswer; readonly unknown: ServerNameAnswer }>
  readonly tolerance: Observed<Tolerance>
  readonly flaws: Observed<Flaws>
  /** What the server names to whoever offers NPN, ALPN's forerunner, in its order; null: it does not take part. */
  readonly nextProtocols: Observed<readonly string[] | null>
  /** The clock that the random of a ServerHello below TLS 1.3 tells (RFC 5246 7.4.1.2), `right` to five minutes. */
  readonly clock: Observed<ClockReading>
  /** Null where HTTP is not spoken. */
  readonly http: Observed<HttpFact | null>
  /** Whether the server went on answering while it was asked; `began-to-refuse` makes what came after it unknown. */
  readonly conduct: Observed<'steady' | 'began-to-refuse'>
}

/** All facts of one address. Holds no instant and no duration, so that an unchanged server gives equal facts. */
export interface TlsFacts extends InventoryFacts, PostureFacts {
  readonly mtls: Observed<MtlsFact>
}

/** All that one scan of one address saw. */
export interface Observation {
  readonly target: Target
  /** Null where no address was found or the scope forbade all. */
  readonly address: string | null
  readonly outcome: Outcome
  readonly facts: TlsFacts
  /** DER of every certificate named in the facts, by SHA-256 in hex. */
  readonly certificates: ReadonlyMap<string, Uint8Array>
  readonly startedAt: Date
  readonly timings: { readonly connectMs: number | null; readonly handshakeMs: number | null; readonly totalMs: number }
  /** How many connections were opened, refused ones included. */
  readonly connections: number
}
