import { type Authority, createRoot, type Issued, type IssueOptions, selfSigned } from '#lib/testing/certificates.ts'
import type { Credentials } from '../tls-server.ts'

/** The names that the lab's servers know. */
export const serviceName = 'service.test'
export const otherName = 'other.test'

export interface LabCertificate extends Credentials {
  readonly leaf: Issued
  /** SHA-256 in hex of what is sent, leaf first. */
  readonly chain: readonly string[]
}

/** Which certificate a server shows; `other-name` is that of `other.test`. */
export type CertificateName = 'rsa' | 'rsa-pss' | 'ecdsa' | 'ed25519' | 'rsa-1024' | 'other-name' | 'self-signed'

const issuers = { rsa: once(() => issuerOf('rsa2048')), ecdsa: once(() => issuerOf('p256')) }

/** The certificates of the lab, made when first asked for: RSA under RSA, all others under ECDSA. */
export const certificates: Readonly<Record<CertificateName, () => LabCertificate>> = {
  rsa: once(() => issued(issuers.rsa(), { commonName: 'lab rsa', keyAlgorithm: 'rsa2048' })),
  'rsa-pss': once(() => issued(issuers.rsa(), { commonName: 'lab rsa-pss', keyAlgorithm: 'rsa-pss' })),
  ecdsa: once(() => issued(issuers.ecdsa(), { commonName: 'lab ecdsa', keyAlgorithm: 'p256' })),
  ed25519: once(() => issued(issuers.ecdsa(), { commonName: 'lab ed25519', keyAlgorithm: 'ed25519' })),
  'rsa-1024': once(() => issued(issuers.rsa(), { commonName: 'lab rsa 1024', keyAlgorithm: 'rsa1024' })),
  'other-name': once(() => issued(issuers.ecdsa(), { commonName: 'lab other', dns: [otherName] })),
  'self-signed': once(() => present(selfSigned({ dns: [serviceName], commonName: 'lab self-signed' }), [])),
}

/** Signs the clients of the lab; no server's certificate is under it. */
export const clientAuthority = once(() => createRoot({ commonName: 'Lab Client CA' }))

export const clientCertificate = once(() => clientAuthority().issue({ commonName: 'lab client' }))

/** The CA whose name the OCSP responses of the RSA certificate carry. */
export const rsaIssuer = issuers.rsa

function issuerOf(keyAlgorithm: 'rsa2048' | 'p256'): Authority {
  const root = createRoot({ commonName: `Lab Root ${keyAlgorithm}`, keyAlgorithm })
  return root.intermediate({ commonName: `Lab CA ${keyAlgorithm}`, keyAlgorithm })
}

function issued(issuer: Authority, options: IssueOptions): LabCertificate {
  return present(issuer.issue({ dns: [serviceName], ...options }), [issuer])
}

function present(leaf: Issued, above: readonly Issued[]): LabCertificate {
  const sent = [leaf, ...above]
  return {
    leaf,
    certificateChain: sent.map((certificate) => certificate.pem).join(''),
    key: leaf.keyPem,
    chain: sent.map((certificate) => certificate.sha256),
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
