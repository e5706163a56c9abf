import type { ClockReading } from '#lib/tls/http-fact.ts'
import type { MtlsVerdict, OutcomeKind, ProtocolVersion, Transport } from '#lib/tls/observation.ts'
import type { Make } from '../makes/make.ts'
import type { RunningServer } from '../tls-server.ts'
import type { CertificateName } from './credentials.ts'

/** A server and the whole truth about it. */
export interface LabCase {
  readonly name: string
  readonly make: Make
  readonly transport: Transport
  start(): Promise<RunningServer>
  readonly facts: CaseFacts
}

export interface CaseStart extends Omit<LabCase, 'facts' | 'transport'> {
  readonly transport?: Transport
}

type ByVersion<T> = Readonly<Partial<Record<ProtocolVersion, T>>>

/** All that a server accepts, complete; in its own order where `preference` is `server`, else by the registry's values. */
export interface CaseAccepted {
  readonly accepted: readonly string[]
  /** `unknown`: one curve and one finite field, between which the suite decides. */
  readonly preference: 'server' | 'client' | 'single' | 'unknown'
}

export interface CaseNameAnswer {
  readonly outcome: OutcomeKind
  /** Name of the alert. */
  readonly detail: string | null
  /** Any of these is shown: with several it is the client's order, or nothing that can be foreseen. */
  readonly certificates: readonly CertificateName[]
}

/**
 * What `scan --depth posture` with the name `service.test` must find. All that is not listed is known not to be there.
 * Null: the question has no meaning for this server. What needs a session (resumption, early data) is as a client
 * with a good certificate finds it, where the server wants one.
 */
export interface CaseFacts {
  readonly versions: readonly ProtocolVersion[]
  readonly suites: ByVersion<CaseAccepted>
  /** IANA names: in TLS 1.3 all of them, asked with an empty key_share; before, curves and the finite fields of RFC 7919. */
  readonly groups: ByVersion<CaseAccepted>
  readonly dhParameters: readonly { readonly bits: number; readonly known: string | null }[]
  readonly alpnProtocols: readonly string[]
  /** All that can be had under the name, by one client or another. */
  readonly certificates: readonly CertificateName[]
  readonly stapled: boolean
  readonly features: CaseFeatures
  readonly serverNames: { readonly without: CaseNameAnswer; readonly unknown: CaseNameAnswer }
  readonly mtls: MtlsVerdict
  /** What a HEAD is answered with; null where none is answered. */
  readonly http: CaseHttp | null
  /** What its ServerHello names to whoever offers NPN; absent: nothing. Without a meaning where only TLS 1.3 is spoken. */
  readonly nextProtocols?: readonly string[]
  /** What the randoms of its ServerHellos tell; absent: nothing. */
  readonly clock?: Exclude<ClockReading, 'not-told'>
}

export interface CaseHttp {
  readonly status: number
  readonly strictTransportSecurity: string | null
  /** What else bears on security; absent: the case says nothing of it. */
  readonly headers?: Readonly<Record<string, readonly string[]>>
  /** Of its Date; absent: the case says nothing of it. */
  readonly clock?: ClockReading
}

export interface CaseFeatures {
  readonly extendedMasterSecret: boolean | null
  /** Null where no suite of the server has a MAC of its own. */
  readonly encryptThenMac: boolean | null
  readonly secureRenegotiation: boolean | null
  readonly clientRenegotiation: boolean | null
  readonly compression: boolean | null
  readonly heartbeat: boolean
  /** Null where there is no version to fall back to. */
  readonly fallbackScsv: boolean | null
  /** The versions in which tickets are given. */
  readonly tickets: readonly ProtocolVersion[]
  readonly resumption: readonly ('session-id' | 'ticket' | 'psk')[]
  readonly earlyDataBytes: number | null
  /** Of the tickets; absent: the case says nothing of it. */
  readonly ticketLifetimeSeconds?: number
}
