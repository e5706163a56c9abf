/** What a certificate is to be used for: OID and how firmly certificates have to state it (RFC 5280 4.2.1.12). */
export interface Purpose {
  readonly oid: string
  /**
   * `allowed`: nothing that is stated forbids it, and anyExtendedKeyUsage allows it. `stated`: the extension is there,
   * names the purpose itself, and none of those that CA/B BR 7.1.2.7.10 keeps apart.
   */
  readonly leaf: 'allowed' | 'stated'
  readonly above: 'allowed' | 'stated'
}

export const purposeOids = {
  any: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const

/** The rules that a path is judged by, as data. */
export interface PathProfile {
  readonly name: 'rfc5280' | 'webpki' | 'spiffe'
  /**
   * What becomes of certificates that path validation (RFC 5280 6) accepts and the certificate profile (section 4)
   * forbids, such as a CA without a subject key identifier: refused, or accepted with a note.
   */
  readonly conformance: 'refuse' | 'note'
  /** Null: any purpose will do. */
  readonly purpose: Purpose | null
  readonly leafMayBeCa: boolean
  readonly keys: {
    readonly minRsaBits: number
    /** As lib/x509/oids.ts names them. */
    readonly curves: ReadonlySet<string>
    readonly dsa: boolean
  }
  /** Hashes that a signature in the path may use; the anchor's own signature proves nothing and is not looked at. */
  readonly hashes: ReadonlySet<string>
  readonly anchor: {
    readonly validity: boolean
    /** Whether the anchor's extensions bind what is below it (RFC 5937). */
    readonly constraints: boolean
    readonly conformance: boolean
  }
}

const strongHashes: readonly string[] = ['sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-384', 'sha3-512']
const usualCurves: readonly string[] = ['P-256', 'P-384', 'P-521']
const otherCurves: readonly string[] = ['secp256k1', 'brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1']
const server: Purpose = { oid: purposeOids.serverAuth, leaf: 'allowed', above: 'allowed' }

/** Private PKI: RFC 5280 and nothing else. */
export const rfc5280: PathProfile = {
  name: 'rfc5280',
  conformance: 'refuse',
  purpose: server,
  leafMayBeCa: true,
  keys: { minRsaBits: 2048, curves: new Set([...usualCurves, ...otherCurves]), dsa: false },
  hashes: new Set(strongHashes),
  anchor: { validity: true, constraints: true, conformance: true },
}

/** Public PKI: what browsers enforce of the CA/B profile in paths; its other rules are for checks. */
export const webpki: PathProfile = {
  ...rfc5280,
  name: 'webpki',
  purpose: { ...server, leaf: 'stated' },
  leafMayBeCa: false,
  keys: { minRsaBits: 2048, curves: new Set(usualCurves), dsa: false },
}

/** X.509-SVIDs (SPIFFE X509-SVID); for any use in TLS. */
export const spiffe: PathProfile = {
  ...rfc5280,
  name: 'spiffe',
  conformance: 'note',
  purpose: null,
  leafMayBeCa: false,
}

/** RFC 5280 as an estate's private PKI keeps it: old hashes and short keys are findings there, and break no path. */
export const privatePki: PathProfile = {
  ...rfc5280,
  conformance: 'note',
  keys: { ...rfc5280.keys, minRsaBits: 1024 },
  hashes: new Set([...strongHashes, 'sha1']),
}

/** The profile that a chain answers to, by its store and by what it identifies. */
export function profileFor(store: { readonly publicRoots: boolean }, identity: 'dns' | 'spiffe'): PathProfile {
  if (identity === 'spiffe') return spiffe
  return store.publicRoots ? { ...webpki, conformance: 'note' } : privatePki
}
