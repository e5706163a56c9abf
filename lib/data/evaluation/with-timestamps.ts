import type { AddressFacts } from '#lib/checks/facts.ts'
import { sha256Hex } from '#lib/core/ids.ts'
import { valueOf } from '#lib/core/observed.ts'
import { remember } from '#lib/core/remember.ts'
import type { TlsFacts, TrustOpinion } from '#lib/tls/observation.ts'
import { chainsBesideMain } from '#lib/tls/shown-chains.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import type { CtLogList } from '#lib/x509/transparency/ct-log.ts'
import { type SignedTimestamp, signedTimestamps } from '#lib/x509/transparency/signed-timestamps.ts'
import { stapledScts } from '#lib/x509/transparency/stapled-scts.ts'

type Latest = NonNullable<AddressFacts['latest']>
type Timestamps = readonly SignedTimestamp[]

/** A signature tells the same for ever: by what came with the leaf, while the list of logs is the same. */
const verified = new WeakMap<CtLogList, Map<string, Timestamps>>()
const mostVerified = 20_000

/**
 * Addresses by endpoint, with the SCTs of each leaf that is shown there, verified under the keys of the list's logs;
 * `ders` by SHA-256 in hex. What came in the handshake and its staple is the main leaf's.
 */
export function withTimestamps(
  byEndpoint: ReadonlyMap<string, readonly AddressFacts[]>,
  ders: ReadonlyMap<string, Uint8Array>,
  list: CtLogList | null,
): ReadonlyMap<string, readonly AddressFacts[]> {
  if (list === null) return byEndpoint
  return new Map(
    [...byEndpoint].map(([id, addresses]) => [
      id,
      addresses.map((address) => {
        const { latest } = address
        if (latest === null) return address
        return { ...address, latest: { ...latest, timestamps: timestampsOf(latest, ders, list) } }
      }),
    ]),
  )
}

function timestampsOf(latest: Latest, ders: ReadonlyMap<string, Uint8Array>, list: CtLogList): Map<string, Timestamps> {
  const { facts } = latest
  const onRecord = new Map(certificatesOf(latest).map((one) => [one.sha256, one]))
  const main = valueOf(facts.chain)?.[0]
  const leaves = [main, ...chainsBesideMain(facts).map(([leaf]) => leaf)]
  return new Map(
    leaves.flatMap((hash): [string, Timestamps][] => {
      const leaf = hash === undefined ? undefined : onRecord.get(hash)
      const der = leaf && ders.get(leaf.sha256)
      if (!leaf || !der) return []
      const issuerKeySha256 = issuerKeyOf(opinionOf(facts, leaf.sha256, leaf.sha256 === main), onRecord)
      const beside = leaf.sha256 === main ? deliveredScts(facts, leaf.serial) : { handshake: [], staple: [] }
      return [[leaf.sha256, verify(leaf.sha256, { der, issuerKeySha256, ...beside }, list)]]
    }),
  )
}

/** SCTs that a handshake brought for its leaf, as they were sent. */
export function deliveredScts({ signedTimestamps: sent, ocspStaple }: TlsFacts, serial: string) {
  const staple = valueOf(ocspStaple)
  return {
    handshake: (valueOf(sent) ?? []).map((sct) => Buffer.from(sct, 'base64')),
    staple: staple === null ? [] : stapledScts(Buffer.from(staple, 'base64'), serial),
  }
}

function verify(leaf: string, presented: Parameters<typeof signedTimestamps>[0], list: CtLogList): Timestamps {
  const known = verified.get(list) ?? new Map<string, Timestamps>()
  verified.set(list, known)
  const { handshake, staple, issuerKeySha256 } = presented
  const beside = [handshake, staple].map((scts) => (scts.length === 0 ? '' : sha256Hex(Buffer.concat(scts))))
  const key = [leaf, issuerKeySha256, ...beside].join(' ')
  const found = known.get(key)
  if (found !== undefined) return found
  const timestamps = signedTimestamps(presented, list.logs)
  remember(known, mostVerified, key, timestamps)
  return timestamps
}

function certificatesOf({ chain, otherCertificates = [], issuers = [] }: Latest): readonly Certificate[] {
  return [...chain, ...otherCertificates, ...issuers]
}

function opinionOf(facts: TlsFacts, leaf: string, isMain: boolean): TrustOpinion | null {
  return isMain ? valueOf(facts.trust) : (valueOf(facts.otherTrust)?.[leaf] ?? null)
}

/** The key whose signature the leaf bears: that of the second certificate of any path that was found. */
function issuerKeyOf(opinion: TrustOpinion | null, onRecord: ReadonlyMap<string, Certificate>): string | null {
  if (opinion === null) return null
  const paths = [opinion.path, ...(opinion.verdict?.paths.map(({ sha256 }) => sha256) ?? [])]
  const keys = paths.flatMap(([, issuer = '']) => onRecord.get(issuer)?.spkiSha256 ?? [])
  return keys[0] ?? null
}
