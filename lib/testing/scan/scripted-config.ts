import type { ProtocolVersion } from '#lib/tls/observation.ts'

export type ScriptedVersion = Exclude<ProtocolVersion, 'SSLv2'>
export type ScriptedCertificate = 'rsa' | 'ecdsa' | 'eddsa'
type ByVersion<T> = Readonly<Partial<Record<ScriptedVersion, T>>>

/**
 * Whose order decides. `cha-cha`: the server's, but for clients whose first suite is ChaCha20 (OpenSSL's
 * PrioritizeChaCha); `cha-cha-of-known`: those whose first suite is ChaCha20 of the suites that the server has (Go).
 */
export type ScriptedPreference = 'server' | 'client' | 'cha-cha' | 'cha-cha-of-known'

/** What servers choke on that want no such thing. */
export type ScriptedIntolerance = 'grease' | 'long' | 'empty-key-share' | 'status-request' | 'acme' | 'many-suites'

/** What becomes of a hello within a session up to TLS 1.2; `drops`: and the session is forgotten; `closes`: without a word. */
export type ScriptedRenegotiation = 'accepts' | 'refuses' | 'drops' | 'closes' | 'silent'

/** How a connection ends that says nothing of what it was asked. */
export type ScriptedFault = 'timeout' | 'reset' | 'closed'

/** A model of a server: all that it accepts, in its own order. */
export interface ScriptedConfig {
  readonly versions: readonly ScriptedVersion[]
  readonly suites: ByVersion<readonly number[]>
  readonly suitePreference: ScriptedPreference
  readonly groups: ByVersion<readonly number[]>
  readonly groupPreference: 'server' | 'client'
  /** By version; those that none of the certificates can use are never used. */
  readonly schemes: ByVersion<readonly number[]>
  readonly certificates: Readonly<Partial<Record<ScriptedCertificate, readonly Uint8Array[]>>>
  /** Up to TLS 1.2 the ECDSA certificate is shown to clients alone that name this curve. */
  readonly certificateCurve: number | null
  /** Up to TLS 1.2: so many curves of the client's list are kept of those that it knows at all (Mbed TLS); null: all. */
  readonly curveMemory: number | null
  readonly alpn: readonly string[]
  /** Refuses clients that have none of its names. */
  readonly strictAlpn: boolean
  readonly extendedMasterSecret: boolean
  readonly encryptThenMac: boolean
  readonly secureRenegotiation: boolean
  readonly clientRenegotiation: ScriptedRenegotiation
  readonly compression: boolean
  readonly heartbeat: boolean
  readonly fallbackScsv: boolean
  readonly tickets: boolean
  /** Those of the first connection come after everybody has ceased to wait. */
  readonly ticketsLate?: boolean
  readonly sessionIds: boolean
  /** Ids are given, and no session is kept. */
  readonly forgetful: boolean
  readonly earlyDataBytes: number | null
  /** Refuses names that it does not know. */
  readonly strictNames: boolean
  readonly knownName: string
  readonly prime: Uint8Array
  /** Chooses the field by the client's groups (RFC 7919); empty: always `prime`. */
  readonly fields: readonly number[]
  /** It has no prime but these fields. */
  readonly fieldsAlone?: boolean
  readonly intolerantOf: readonly ScriptedIntolerance[]
  /** Up to TLS 1.2 the suite is chosen before a scheme is looked for (Go, JSSE): without one the flight breaks off. */
  readonly signsLate: boolean
  /** TLS 1.3: who names any scheme of ECDSA gets that certificate, though none of these schemes can be used (JSSE). */
  readonly ecdsaFirst: boolean
  /** Of the chain's signatures; clients of TLS 1.2 that don't name it are refused (Erlang). Null: nobody is. */
  readonly chainScheme: number | null
  /** Alert to clients of TLS 1.3 with whom there is no group in common. */
  readonly noGroupAlert: number
  /** The client has to show a certificate. */
  readonly wantsClients: boolean
  /** Named to whoever offers NPN and is not answered by ALPN; absent: it does not know NPN. */
  readonly nextProtocols?: readonly string[]
  /** Randoms up to TLS 1.2 tell its clock, which is so far ahead of the right time. Absent: they are random. */
  readonly aheadSeconds?: number
  readonly ssl2: 'refused' | 'spoken' | 'closed'
  /** By the connection's number, from 1. */
  readonly faultAt: (connection: number) => ScriptedFault | null
}
