import { sha256, toHex } from '#lib/core/ids.ts'
import { dayMs } from '#lib/core/time.ts'
import { type Authority, createRoot } from '../certificates.ts'
import type { IssuerName } from './service.ts'
import type { EstateState } from './state.ts'

export interface Authorities {
  /** Who signs leaves, with the intermediates that a server sends. */
  readonly issuers: Readonly<
    Record<Exclude<IssuerName, 'itself'>, { readonly ca: Authority; readonly intermediates: string }>
  >
  /** Anchors of the trust stores, PEM. The CA of the issuer `unknown` is in none. */
  readonly anchors: Readonly<Record<'production' | 'staging', string>>
  /** Who signs clients' certificates, PEM. */
  readonly clientCa: string
}

/** The estate's own CAs, the same at every start. All sign with RSA, whose signatures have no random part. */
export function makeAuthorities(state: EstateState): Authorities {
  const dates = (fromDays: number, toDays: number) => ({
    notBefore: new Date(state.createdAt.getTime() + fromDays * dayMs),
    notAfter: new Date(state.createdAt.getTime() + toDays * dayMs),
  })
  const root = (commonName: string) =>
    createRoot({
      commonName,
      key: state.key(commonName, 'rsa2048'),
      serial: serialOf(commonName),
      ...dates(-700, 3650),
    })
  const below = (parent: Authority, commonName: string) =>
    parent.intermediate({
      commonName,
      key: state.key(commonName, 'rsa3072'),
      serial: serialOf(commonName),
      ...dates(-600, 1800),
    })

  const productionRoot = root('Demo Production Root')
  const meshRoot = root('Demo Mesh Root')
  const stagingRoot = root('Demo Staging Root')
  const production = below(productionRoot, 'Demo Production Issuing CA 2')
  const mesh = below(meshRoot, 'Demo Mesh Issuing CA')
  const staging = below(stagingRoot, 'Demo Staging Issuing CA')
  const unknown = root('Appliance Vendor Root')
  return {
    issuers: {
      production: { ca: production, intermediates: production.pem },
      mesh: { ca: mesh, intermediates: mesh.pem },
      staging: { ca: staging, intermediates: staging.pem },
      unknown: { ca: unknown, intermediates: '' },
    },
    anchors: { production: productionRoot.pem + meshRoot.pem, staging: stagingRoot.pem },
    clientCa: root('Demo Client Root').pem,
  }
}

/** Positive, 120 bits, the same for the same name. */
export function serialOf(name: string): bigint {
  return BigInt(`0x${toHex(sha256(name).subarray(0, 15))}`) + 1n
}
