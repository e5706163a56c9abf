import { defineEndpointCheck } from '#lib/checks/contract.ts'
import type { EndpointFacts } from '#lib/checks/facts.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import type { TlsProfile } from '#lib/checks/policy.ts'
import { type Deviation, leafDeviations, protocolDeviations } from '#lib/checks/profile-deviations.ts'
import { servedChains } from '#lib/checks/served-chains.ts'
import { gradeSuite } from '#lib/checks/suite-grade.ts'
import { tlsProfileData } from '#lib/checks/tls-profiles.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { serious: 'medium', minor: 'low', beside: 'info' } as const

export const protocolProfileNonconformant = defineEndpointCheck({
  id: 'protocol-profile-nonconformant',
  group: 'protocol-and-cipher',
  title: 'Endpoint does not meet its TLS profile',
  why: 'A profile that all services keep to is what makes a configuration reviewable: each deviation is a decision that nobody wrote down.',
  fix: 'Apply the configuration that https://ssl-config.mozilla.org makes for the server and the profile (nginx: ssl_protocols TLSv1.2 TLSv1.3; ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1), or assign another profile in the policy of the identity or its environment. Check it with openssl s_client -connect HOST:PORT -groups GROUP or -cipher SUITE (which has to fail).',
  severities,
  needs: ['posture', 'inventory'],
  parameters: ['tlsProfile'],
  references: [
    { label: 'Mozilla server side TLS guidelines 6.0', url: 'https://ssl-config.mozilla.org/guidelines/6.0.json' },
    {
      label: 'Mozilla server side TLS guidelines 5.8 (old)',
      url: 'https://ssl-config.mozilla.org/guidelines/5.8.json',
    },
    {
      label: 'NIST SP 800-52r2 section 3.3.1',
      url: 'https://doi.org/10.6028/NIST.SP.800-52r2',
      note: 'Its suites are what is approved: any other one weighs in full. Beside the lists of Mozilla a suite weighs as much as what speaks against it: one that is sound is only told.',
    },
    { label: 'NIST SP 800-53r5 CM-6', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'mozilla-tls', control: 'intermediate', relation: 'direct', rationale: 'the default profile' },
    { framework: 'mozilla-tls', control: 'modern', relation: 'supporting', rationale: 'judged where it is assigned' },
    {
      framework: 'nist-sp-800-52',
      control: '3.3.1',
      relation: 'supporting',
      rationale: 'its suites, groups and keys where the profile SP 800-52r2 is assigned',
    },
    { framework: 'nist-sp-800-53', control: 'CM-6', relation: 'supporting', rationale: 'settings are set and watched' },
    { framework: 'nist-sp-800-53', control: 'CM-2', relation: 'supporting', rationale: 'a baseline configuration' },
    {
      framework: 'nist-csf',
      control: 'PR.PS-01',
      relation: 'supporting',
      rationale: 'configuration management is applied',
    },
    {
      framework: 'pci-dss',
      control: '12.3.3',
      relation: 'direct',
      rationale: 'protocols and suites in use are documented and reviewed',
    },
  ],
  evaluate: (facts, context) => {
    const { tlsProfile } = context.policy
    if (tlsProfile === 'cnsa-2.0') return notApplicable('its profile is CNSA 2.0, which is judged by itself')
    const profile = tlsProfileData[tlsProfile]
    return perAddress(
      facts,
      context,
      severities,
      ({ ip, facts: tls }) => {
        const { deviations: ofProtocol, missing } = protocolDeviations(tls, profile)
        const leaves = leavesAt(facts, ip)
        const deviations = [...ofProtocol, ...leaves.flatMap((leaf) => leafDeviations(leaf, profile))]
        const evidence = { profileId: profile.id, profileVersion: profile.version, deviations }
        const weights = new Set(deviations.map((one) => weightOf(one, tlsProfile)))
        if (weights.has('serious')) return fail('serious', evidence)
        if (weights.has('minor')) return fail('minor', evidence)
        if (deviations.length > 0) return fail('beside', evidence)
        if (missing !== null) return notAssessed(missing)
        return leaves.length === 0 ? notAssessed('no readable leaf certificate') : pass(evidence)
      },
      'posture',
    )
  },
})

const weights: Readonly<Record<Deviation['of'], keyof typeof severities>> = {
  version: 'serious',
  suite: 'serious',
  key: 'serious',
  signature: 'minor',
  lifetime: 'minor',
  // Groups and curves beside the list may well be as strong: other checks judge those that are weak.
  group: 'beside',
  curve: 'beside',
}

/** A suite beside a list of recommendations weighs as much as what speaks against it; beside a list of what is approved, all. */
function weightOf({ of, value }: Deviation, profile: TlsProfile): keyof typeof severities {
  if (of !== 'suite' || profile === 'sp-800-52r2') return weights[of]
  const { grade } = gradeSuite(value)
  if (grade === 'sound') return 'beside'
  return grade === 'dated' ? 'minor' : 'serious'
}

function leavesAt(facts: EndpointFacts, ip: string) {
  const latest = facts.addresses.find((address) => address.ip === ip)?.latest ?? null
  return latest === null ? [] : servedChains(latest, facts).flatMap(({ leaf }) => leaf ?? [])
}
