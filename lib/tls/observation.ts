import type { Observed } from '#lib/core/observed.ts'

/** Moves when the shape of TlsFacts changes, so that stored facts say how to be read. */
export const factsVersion = 1

export const transports = ['tls', 'smtp', 'imap', 'pop3', 'ldap', 'postgres', 'mysql', 'ftp', 'xmpp'] as const

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
  | { readonly kind: 'starttls-refused'; readonly reply: string }
  | { readonly kind: 'too-much-data'; readonly limitBytes: number }
  | { readonly kind: 'protocol-error'; readonly detail: string }

export type OutcomeKind = Outcome['kind']

export type ProtocolVersion = 'SSLv3' | 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'

/** The verdict of the engine that judged the chain against the identity's store at scan time. */
export interface TrustOpinion {
  /** Which engine judged, e.g. `node:tls (OpenSSL 3.5.x)`. */
  readonly engine: string
  readonly store: { readonly id: string; readonly name: string; readonly asOf: string; readonly version: string }
  /** A path to an anchor of the store was found and its signatures hold, whatever the validity dates say. */
  readonly pathFound: boolean
  /** The engine's own word with the dates included, null where it had nothing to object. */
  readonly error: string | null
  /** SHA-256 of each certificate of the path, leaf first, anchor last; empty where none was found. */
  readonly path: readonly string[]
}

/** mTLS by domain rule 8; until the four probes stand, REQUESTED-ONLY is never claimed from a request alone. */
export type MtlsVerdict = 'ENFORCED' | 'REQUESTED-ONLY' | 'ACCEPTS-UNTRUSTED' | 'NOT-REQUESTED' | 'UNKNOWN'

/** All facts of one address. Holds no instant and no duration, so that an unchanged server gives equal facts. */
export interface TlsFacts {
  readonly protocol: Observed<ProtocolVersion>
  /** IANA name and the strength in bits. */
  readonly cipherSuite: Observed<{ readonly name: string; readonly bits: number }>
  /** Key-exchange group: IANA name where it has one; `bits` for finite fields. Null value: RSA key transport. */
  readonly group: Observed<{ readonly name: string; readonly bits: number | null } | null>
  readonly alpn: Observed<string | null>
  /** SHA-256 of each certificate as the server sent them, leaf first. */
  readonly chain: Observed<readonly string[]>
  /** DER of the stapled OCSP response in base64, null where none came. */
  readonly ocspStaple: Observed<string | null>
  /** Which versions can be negotiated; one connection each, so a hole shows. */
  readonly versions: Observed<Readonly<Partial<Record<ProtocolVersion, Observed<boolean>>>>>
  /** Whether the server sent a CertificateRequest in the main handshake. */
  readonly clientCertificateRequested: Observed<boolean>
  readonly mtls: Observed<{ readonly verdict: MtlsVerdict; readonly evidence: readonly string[] }>
  /** What the prelude told; skipped where TLS comes first. The greeting lacks what changes with every session. */
  readonly starttls: Observed<{ readonly offered: boolean; readonly greeting: string }>
  readonly trust: Observed<TrustOpinion>
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
}
