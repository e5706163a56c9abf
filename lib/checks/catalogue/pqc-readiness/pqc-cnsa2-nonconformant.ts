import { defineEndpointCheck, type Verdict } from '#lib/checks/contract.ts'
import { type AssessableAddress, perAddress } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { readSuiteName } from '#lib/tls/suite-name.ts'

const severities = { ahead: 'medium', due: 'high' } as const

/** CNSA 2.0: what is acquired for national security systems conforms from then on. */
const dueAt = new Date('2027-01-01T00:00:00Z')

export const pqcCnsa2Nonconformant = defineEndpointCheck({
  id: 'pqc-cnsa2-nonconformant',
  group: 'pqc-readiness',
  title: 'Endpoint does not meet CNSA 2.0',
  why: 'The profile was assigned to this identity: national security systems have to use its four algorithms, and anything less may be decrypted or forged later.',
  fix: 'Enable SecP384r1MLKEM1024 and TLS_AES_256_GCM_SHA384 (OpenSSL 3.5 or later: Groups = SecP384r1MLKEM1024 and Ciphersuites = TLS_AES_256_GCM_SHA384), and issue from a CA with ML-DSA-87 (openssl genpkey -algorithm ML-DSA-87). Ask the vendor for a date where it can not yet. Outside of national security systems take the profile off.',
  severities,
  needs: ['handshake'],
  parameters: ['tlsProfile'],
  references: [
    {
      label: 'NSA CNSA 2.0',
      url: 'https://media.defense.gov/2022/Sep/07/2003071834/-1/-1/0/CSA_CNSA_2.0_ALGORITHMS_.PDF',
    },
    { label: 'NIST SP 800-53r5 SC-13', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'cnsa', control: 'CNSA2-KEM', relation: 'direct', rationale: 'ML-KEM-1024' },
    { framework: 'cnsa', control: 'CNSA2-SIG', relation: 'direct', rationale: 'ML-DSA-87' },
    { framework: 'cnsa', control: 'CNSA2-ENC', relation: 'direct', rationale: 'AES-256' },
    { framework: 'cnsa', control: 'CNSA2-HASH', relation: 'direct', rationale: 'SHA-384 or SHA-512' },
    { framework: 'cnsa', control: 'CNSA2-TIME', relation: 'direct', rationale: 'the dates of the transition' },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'cryptography that is required' },
  ],
  evaluate: (facts, context) => {
    if (context.policy.tlsProfile !== 'cnsa-2.0') return notApplicable('the profile is not assigned')
    const { now } = context
    return perAddress(facts, context, severities, (address) => judge(address, now))
  },
})

/** By what is negotiated with a client that offers everything, so that what is chosen is what the server prefers. */
function judge({ facts, leaf }: AssessableAddress, now: Date): Verdict<keyof typeof severities> {
  const { group, cipherSuite } = facts
  const suite = cipherSuite.status === 'observed' ? cipherSuite.value.name : null
  const negotiated = group.status === 'observed' ? (group.value?.name ?? 'none') : null
  const hash = suite === null ? null : (/SHA(\d+)$/.exec(suite)?.[1] ?? 'none')
  const met = {
    group: negotiated && /MLKEM1024$/i.test(negotiated),
    cipherSuite: suite && readSuiteName(suite).cipher.startsWith('AES') && readSuiteName(suite).bits === 256,
    hash: hash && (hash === '384' || hash === '512'),
    sigAlg: leaf && isMlDsa87(leaf.publicKey.algorithm) && isMlDsa87(leaf.signatureAlgorithm),
  }
  const unmet = Object.entries(met).flatMap(([what, holds]) => (holds === false ? [what] : []))
  const evidence = {
    groups: negotiated,
    cipherSuite: suite,
    hash: hash === null ? null : `SHA-${hash}`,
    key: leaf?.publicKey.algorithm ?? null,
    sigAlg: leaf?.signatureAlgorithm ?? null,
    unmet,
  }
  if (unmet.length > 0) return now >= dueAt ? fail('due', evidence) : fail('ahead', evidence, dueAt)
  const unseen = Object.entries(met).flatMap(([what, holds]) => (holds === null ? [what] : []))
  return unseen.length === 0 ? pass(evidence) : notAssessed(`not seen: ${unseen.join(', ')}`)
}

function isMlDsa87(algorithm: string): boolean {
  return /^ml-?dsa-?87$/i.test(algorithm)
}
