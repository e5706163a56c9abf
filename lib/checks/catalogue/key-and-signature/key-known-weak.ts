import { defineEndpointCheck, type Verdict } from '#lib/checks/contract.ts'
import type { EndpointFacts } from '#lib/checks/facts.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { weak: 'critical', 'small-exponent': 'low' } as const

export const keyKnownWeak = defineEndpointCheck({
  id: 'key-known-weak',
  group: 'key-and-signature',
  title: 'Key is known to be weak',
  why: 'The private key can be computed from the public one: whoever does so is this service, and nobody can tell.',
  fix: 'Make a new key with a current library (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256), reissue, revoke the old certificate for keyCompromise, and look for the key wherever else it is used. ROCA: replace the keys of the token or smart card that made it, after its firmware is updated.',
  severities,
  needs: ['handshake'],
  references: [
    {
      label: 'CA/B Forum TLS BR 6.1.1.3 and 6.1.6',
      url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md',
    },
    { label: 'CVE-2017-15361 (ROCA)', url: 'https://nvd.nist.gov/vuln/detail/CVE-2017-15361' },
    { label: 'CVE-2022-26320 (close primes)', url: 'https://nvd.nist.gov/vuln/detail/CVE-2022-26320' },
  ],
  controls: [
    {
      framework: 'cabf-br',
      control: '6.1.1.3',
      relation: 'direct',
      rationale: 'CAs reject keys with the mark of ROCA and with close primes',
    },
    { framework: 'cabf-br', control: '6.1.6', relation: 'direct', rationale: 'rules of exponents and factors' },
    {
      framework: 'cabf-br',
      control: '4.9.1.1',
      relation: 'supporting',
      rationale: 'certificates of such keys are revoked within 24 hours',
    },
    { framework: 'nist-sp-800-53', control: 'SC-12(3)', relation: 'direct', rationale: 'quality of asymmetric keys' },
    { framework: 'nist-sp-800-53', control: 'RA-5', relation: 'direct', rationale: 'vulnerabilities are looked for' },
    {
      framework: 'nist-csf',
      control: 'ID.RA-01',
      relation: 'supporting',
      rationale: 'vulnerabilities of assets are identified',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI2:2025',
      relation: 'direct',
      rationale: 'the private key is as good as public',
    },
  ],
  evaluate: (facts, context) => perLeaf(facts, context, severities, (leaf, { ip }) => judge(leaf, facts, ip)),
})

/** These need lists or the keys of others, which the evidence says. */
const notTested = [
  'keys of Debian 2006 to 2008',
  'factors shared with other keys',
  'lists of compromised keys',
] as const

function judge(
  { publicKey, spkiSha256 }: Certificate,
  facts: EndpointFacts,
  ip: string,
): Verdict<keyof typeof severities> {
  const { algorithm, bits, exponent } = publicKey
  if (!algorithm.startsWith('rsa')) return notApplicable('no test is known for keys of this kind')
  const latest = facts.addresses.find((address) => address.ip === ip)?.latest
  const hits = latest?.keyTests?.get(spkiSha256)
  const evidence = {
    spkiSha256,
    algorithm,
    bits,
    exponent,
    tested: ['roca', 'close-primes', 'small-factor'],
    notTested,
  }
  if (hits !== undefined && hits.length > 0) return fail('weak', { ...evidence, hits })
  if (exponent !== null && isBroken(exponent)) return fail('weak', { ...evidence, hits: ['exponent'] })
  if (hits === undefined || exponent === null) return notAssessed('the key was not tested')
  return isSmall(exponent) ? fail('small-exponent', { ...evidence, hits: ['exponent'] }) : pass(evidence)
}

/** Decimal. Under 1 anybody signs, and an even one is no exponent of RSA. */
function isBroken(exponent: string): boolean {
  return exponent.startsWith('-') || exponent === '1' || /[02468]$/.test(exponent)
}

/** BR 6.1.6: from 2^16 + 1 on. */
function isSmall(exponent: string): boolean {
  return exponent.length < 5 || (exponent.length === 5 && Number(exponent) < 65_537)
}
