import type { AddressFacts } from '#lib/checks/facts.ts'
import { remember } from '#lib/core/remember.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { type RsaWeakness, rsaModulus, rsaWeaknesses } from '#lib/x509/rsa-weakness.ts'

/** A key of 2048 bits takes about a millisecond, and tells the same for ever. By SHA-256 of the SPKI. */
const tested = new Map<string, readonly RsaWeakness[] | null>()
const mostTested = 20_000

/** Addresses by endpoint, with what tests of the RSA keys of their certificates found; `ders` by SHA-256 in hex. */
export function withKeyTests(
  byEndpoint: ReadonlyMap<string, readonly AddressFacts[]>,
  ders: ReadonlyMap<string, Uint8Array>,
): Map<string, readonly AddressFacts[]> {
  return new Map(
    [...byEndpoint].map(([id, addresses]) => [
      id,
      addresses.map((address) => {
        const { latest } = address
        if (latest === null) return address
        const certificates = [...latest.chain, ...(latest.otherCertificates ?? [])]
        return { ...address, latest: { ...latest, keyTests: testsOf(certificates, ders) } }
      }),
    ]),
  )
}

/** By SHA-256 of the SPKI in hex; those of RSA alone, and without those that could not be read. */
export function testsOf(
  certificates: readonly Certificate[],
  ders: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, readonly RsaWeakness[]> {
  return new Map(
    certificates.flatMap(({ sha256, spkiSha256, publicKey }): [string, readonly RsaWeakness[]][] => {
      const der = publicKey.algorithm.startsWith('rsa') ? ders.get(sha256) : undefined
      const found = der === undefined ? null : testKey(spkiSha256, der)
      return found === null ? [] : [[spkiSha256, found]]
    }),
  )
}

function testKey(spkiSha256: string, der: Uint8Array): readonly RsaWeakness[] | null {
  const known = tested.get(spkiSha256)
  if (known !== undefined) return known
  const modulus = rsaModulus(der)
  const found = modulus === null ? null : rsaWeaknesses(modulus)
  remember(tested, mostTested, spkiSha256, found)
  return found
}
