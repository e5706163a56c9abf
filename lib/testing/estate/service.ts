import type { Policy } from '#lib/checks/policy.ts'
import { dayMs, hourMs, minuteMs } from '#lib/core/time.ts'
import type { Transport } from '#lib/tls/observation.ts'
import type { IssueOptions, KeyAlgorithm } from '../certificates.ts'
import type { TlsServerOptions } from '../lab/tls-server.ts'

export type EnvironmentName = 'production' | 'mesh' | 'staging' | 'development'

/** One service of the demo estate: what the inventory says of it, and what it really serves. */
export interface Service {
  readonly host: string
  readonly environment: EnvironmentName
  /** A DNS name or SPIFFE ID; null where the inventory does not know it, or a rule is to say. */
  readonly identity: string | null
  readonly owner: string | null
  readonly criticality: 'low' | 'medium' | 'high' | 'critical'
  /** Overrides of the environment's policy. */
  readonly policy?: Policy
  readonly serves: Serving
}

export type Serving =
  | { readonly kind: 'dead' | 'tarpit' | 'plain-http' }
  | ({
      readonly kind: 'tls'
      readonly certificate: CertificatePlan
      readonly transport?: Transport
      readonly backends?: readonly Backend[]
    } & Pick<TlsServerOptions, 'clients' | 'minVersion' | 'maxVersion' | 'ciphers' | 'groups'>)

/** A backend shows the certificate that is due, or the one before: it missed the rotation. */
export type Backend = 'current' | 'stale'

export type IssuerName = 'production' | 'staging' | 'mesh' | 'unknown' | 'itself'

export interface CertificatePlan {
  readonly issuer: IssuerName
  readonly life: Life
  /** The service's own name where absent. */
  readonly dns?: readonly string[]
  readonly uris?: readonly string[]
  readonly keyAlgorithm?: KeyAlgorithm
  /** The host whose key it uses. */
  readonly keyOf?: string
  /** Left to itself, every renewal makes a new key. */
  readonly keepsKey?: boolean
  /** How its issuer tells of it: by its list, by its responder, or as revoked on its list. Nobody tells where absent. */
  readonly status?: 'crl' | 'ocsp' | 'revoked'
  /** Sends the leaf alone. */
  readonly omitsIntermediate?: boolean
  readonly options?: Omit<IssueOptions, 'notBefore' | 'notAfter' | 'key' | 'dns' | 'uris'>
}

/** Instants count from the estate's making, so that a restart finds the same certificates. */
export type Life =
  | { readonly kind: 'fixed'; readonly fromMs: number; readonly toMs: number }
  /** Issued anew every so often; the first was issued `ageMs` before the making. */
  | { readonly kind: 'renewed'; readonly lifeMs: number; readonly everyMs: number; readonly ageMs: number }

/** 90 days, renewed every 60, as an ACME client does. */
export const healthy: Life = { kind: 'renewed', lifeMs: 90 * dayMs, everyMs: 60 * dayMs, ageMs: 20 * dayMs }

/** A SPIFFE SVID: renewed at half its life, while you watch. */
export function svid(lifeMinutes: number): Life {
  return { kind: 'renewed', lifeMs: lifeMinutes * minuteMs, everyMs: (lifeMinutes * minuteMs) / 2, ageMs: 0 }
}

/** From and to in days counted from the making; negative is before. */
export function fixed(fromDays: number, toDays: number): Life {
  return { kind: 'fixed', fromMs: fromDays * dayMs, toMs: toDays * dayMs }
}

export function fixedHours(fromHours: number, toHours: number): Life {
  return { kind: 'fixed', fromMs: fromHours * hourMs, toMs: toHours * hourMs }
}
