import { createRoot, type Issued, selfSigned } from '../../certificates.ts'

/** What the hostile servers show: a leaf of P-256 under a root that nobody trusts. */
export const hostileLeaf = once(() => createRoot({ commonName: 'Hostile Root' }).issue({ dns: ['service.test'] }))

/** A key that belongs to no certificate that is shown. */
export const otherKey = once(() => selfSigned({ dns: ['impostor.test'] }))

/** A leaf of RSA, for suites that need one. */
export const hostileRsaLeaf = once(() => selfSigned({ dns: ['service.test'], keyAlgorithm: 'rsa2048' }))

/** A certificate of about so many bytes: its extension is filled up. */
export function largeCertificate(bytes: number): Issued {
  const value = Buffer.alloc(bytes, 0x05)
  return selfSigned({
    dns: ['service.test'],
    extraExtensions: [{ oid: '1.3.6.1.4.1.99999.1', critical: false, value }],
  })
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
