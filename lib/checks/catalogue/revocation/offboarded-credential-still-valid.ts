import { defineIdentityCheck } from '#lib/checks/contract.ts'
import type { AddressFacts, EndpointFacts } from '#lib/checks/facts.ts'
import { confirmedByLastAttempt, describeLastAttempt } from '#lib/checks/freshness.ts'
import { servedChains } from '#lib/checks/served-chains.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { served: 'high' } as const

export const offboardedCredentialStillValid = defineIdentityCheck({
  id: 'offboarded-credential-still-valid',
  group: 'revocation',
  title: 'Retired identity is still served with a valid certificate',
  why: 'An identity that was retired on paper and still proves itself is a door that nobody watches.',
  fix: 'Take the service down, revoke the certificate (certbot revoke --reason cessationofoperation; step ca revoke SERIAL; vault write pki/revoke serial_number=SERIAL), delete its key and its registration (spire-server entry delete -entryID ID); or lift the retirement if the service is still needed.',
  severities,
  needs: ['handshake', 'revocation', 'inventory'],
  references: [
    {
      label: 'OWASP NHI1:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/1-improper-offboarding/',
    },
    { label: 'NIST SP 800-207 section 2.1 tenet 6', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
    { label: 'NIST SP 800-53r5 AC-2(3)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'owasp-nhi',
      control: 'NHI1:2025',
      relation: 'direct',
      rationale: 'deactivation of NHIs no longer needed',
    },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are revoked' },
    { framework: 'nist-csf', control: 'ID.AM-08', relation: 'supporting', rationale: 'life cycle includes disposal' },
    {
      framework: 'nist-sp-800-53',
      control: 'AC-2(3)',
      relation: 'supporting',
      rationale: 'accounts no longer needed are disabled',
    },
    { framework: 'nist-sp-800-53', control: 'IA-5', relation: 'direct', rationale: 'authenticators are revoked' },
    { framework: 'nist-sp-800-53', control: 'IA-4', relation: 'supporting', rationale: 'identifiers are retired' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-6',
      relation: 'supporting',
      rationale: 'access ends with the identity',
    },
  ],
  evaluate: (facts, { now }) => {
    const { retiredAt } = facts.identity
    if (retiredAt === null) return notApplicable('the identity is in service')
    const addresses = facts.endpoints.flatMap((endpoint) =>
      endpoint.addresses.map((address) => ({ endpoint, address })),
    )
    const places = addresses.flatMap(({ endpoint, address }) => {
      const { ip, latest } = address
      const leaves = latest === null ? [null] : servedChains(latest, endpoint).map(({ leaf }) => leaf)
      return leaves.flatMap((leaf) => (leaf && validityOf(leaf).endsAt <= now ? [] : [{ endpoint, address, ip, leaf }]))
    })
    const served = places.flatMap(({ leaf, ...place }) =>
      leaf && confirmedByLastAttempt(place.address, place.endpoint) ? [{ ...place, leaf }] : [],
    )
    const evidence = {
      retiredAt: retiredAt.toISOString(),
      served: served.map(({ endpoint, ip, leaf }) => ({
        endpoint: `${endpoint.host}:${endpoint.port}`,
        ip,
        certificateSha256: leaf.sha256,
        notAfter: leaf.notAfter,
      })),
    }
    if (served.length > 0)
      return fail(
        'served',
        evidence,
        new Date(Math.max(...served.map(({ leaf }) => validityOf(leaf).endsAt.getTime()))),
      )
    if (facts.endpoints.some((endpoint) => endpoint.lastScanAt === null))
      return notAssessed('an endpoint was never scanned')
    if (facts.endpoints.some((endpoint) => endpoint.addresses.length === 0))
      return notAssessed('no address of an endpoint was ever found')
    const silent = places.filter(({ endpoint, address }) => !answersOtherwise(address, endpoint))
    const [first] = silent
    if (first) {
      const ends = silent.flatMap(({ leaf }) => (leaf ? [validityOf(leaf).endsAt.getTime()] : []))
      return notAssessed(
        `${first.ip}: last attempt ended with ${describeLastAttempt(first.address, first.endpoint)}`,
        ends.length === 0 ? undefined : new Date(Math.min(...ends)),
      )
    }
    return pass(evidence)
  },
})

/** Nobody listens there any more, or who does speaks no TLS. Silence and a name that is gone prove nothing. */
function answersOtherwise(address: AddressFacts, endpoint: EndpointFacts): boolean {
  const ending = describeLastAttempt(address, endpoint)
  return ending === 'refused' || ending === 'not-tls' || ending === 'starttls-refused'
}
