import type { TlsFacts } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { acceptedSuites } from './accepted-suites.ts'
import { judgedVersions, listedItems, speaks } from './spoken-versions.ts'
import type { ProfileData } from './tls-profiles.ts'
import { validityOf } from './validity.ts'

export interface Deviation {
  readonly of: 'version' | 'suite' | 'group' | 'key' | 'curve' | 'signature' | 'lifetime'
  readonly value: string
}

/** What an address does that a profile does not have, and why there may be more; null where all was seen. */
export function protocolDeviations(
  facts: TlsFacts,
  profile: ProfileData,
): { readonly deviations: readonly Deviation[]; readonly missing: string | null } {
  const outside = judgedVersions.filter((version) => !profile.protocols.includes(version))
  const tooOld = outside.filter((version) => speaks(facts, version) === true)
  const unsure = judgedVersions.find((version) => speaks(facts, version) === null)
  const lacksNewest = speaks(facts, 'TLSv1.3') === false
  const { suites, missing: unlistedSuites } = acceptedSuites(facts)
  const { items, missing: unlistedGroups } = listedItems(facts, facts.groups, ({ accepted, complete }) => ({
    items: accepted.map(({ name }) => name),
    missing: complete ? null : 'the list of groups is not complete',
  }))
  const negotiated = facts.group.status === 'observed' && facts.group.value !== null ? [facts.group.value.name] : []
  const groups = [...new Set([...negotiated, ...items])]
  return {
    deviations: [
      ...tooOld.map((value) => ({ of: 'version', value: `${value} is spoken` }) as const),
      ...(lacksNewest ? [{ of: 'version', value: 'TLSv1.3 is not spoken' } as const] : []),
      ...suites.flatMap(({ name }) => (profile.suites.has(name) ? [] : [{ of: 'suite', value: name } as const])),
      ...groups.flatMap((value) => (profile.groups.has(value) ? [] : [{ of: 'group', value } as const])),
    ],
    missing: unsure === undefined ? (unlistedSuites ?? unlistedGroups) : `whether ${unsure} is spoken is not known`,
  }
}

/** The same of a leaf. */
export function leafDeviations(leaf: Certificate, profile: ProfileData): readonly Deviation[] {
  const { algorithm, bits, curve } = leaf.publicKey
  const isRsa = algorithm === 'rsa'
  const size = `rsa ${bits ?? 'of unknown size'}`
  const { days } = validityOf(leaf)
  return [
    ...(isRsa && (!profile.keys.has('rsa') || (bits ?? 0) < profile.minRsaBits)
      ? [{ of: 'key', value: size } as const]
      : []),
    ...(!isRsa && !(profile.keys.has('ec') && profile.curves.has(curve ?? ''))
      ? [{ of: 'curve', value: curve ?? algorithm } as const]
      : []),
    ...(isUnlisted(leaf, profile) ? [{ of: 'signature', value: leaf.signatureAlgorithm } as const] : []),
    ...(days <= profile.maxLifetimeDays ? [] : [{ of: 'lifetime', value: `${days} days` } as const]),
  ]
}

function isUnlisted({ signatureAlgorithm, signatureHash }: Certificate, profile: ProfileData): boolean {
  if (!profile.signatures.has(signatureAlgorithm)) return true
  return signatureAlgorithm === 'RSASSA-PSS' && !/^sha(256|384|512)$/.test(signatureHash ?? '')
}
