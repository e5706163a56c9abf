import { defineEndpointCheck, type Verdict } from '#lib/checks/contract.ts'
import type { ClientAuthorityFact, EndpointFacts } from '#lib/checks/facts.ts'
import { type AssessableAddress, perAddress } from '#lib/checks/per-address.ts'
import { fail, mostTold, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { secondMs } from '#lib/core/time.ts'

const severities = { public: 'critical', 'other-environment': 'high', expired: 'low' } as const

type Grade = keyof typeof severities

export const mtlsClientCaOverbroad = defineEndpointCheck({
  id: 'mtls-client-ca-overbroad',
  group: 'mtls-enforcement',
  reuse: ['client-cas'],
  title: 'Server takes client certificates from too many CAs',
  why: 'Whoever gets a certificate from any of these CAs is let in as a client: a public CA sells them to everybody, and one of another environment gives them to what is only being tried out.',
  fix: 'Trust the one CA that issues client certificates for this environment (nginx: ssl_client_certificate clients-ca.pem; Apache: SSLCACertificateFile; Envoy: validation_context.trusted_ca), and check the name of the client as well. List what a server asks for with openssl s_client -connect HOST:PORT (under Acceptable client certificate CA names).',
  severities,
  needs: ['handshake', 'inventory'],
  references: [
    { label: 'RFC 8446 section 4.2.4', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.2.4' },
    { label: 'NIST SP 800-53r5 SC-23(5)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
    {
      label: 'OWASP NHI8:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/',
    },
  ],
  controls: [
    { framework: 'nist-sp-800-53', control: 'SC-23(5)', relation: 'direct', rationale: 'only allowed CAs' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(14)',
      relation: 'direct',
      rationale: 'the content of trust stores is managed',
    },
    { framework: 'nist-sp-800-53', control: 'SC-17', relation: 'direct', rationale: 'only approved anchors' },
    { framework: 'nist-csf', control: 'PR.AA-05', relation: 'supporting', rationale: 'who is let in is limited' },
    {
      framework: 'owasp-nhi',
      control: 'NHI8:2025',
      relation: 'interpretive',
      rationale: 'identities of other environments can log in',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI3:2025',
      relation: 'interpretive',
      rationale: 'identities of third parties can log in',
    },
  ],
  evaluate: (facts, context) => perAddress(facts, context, severities, (address) => judge(address, facts, context.now)),
})

function judge({ facts }: AssessableAddress, endpoint: EndpointFacts, now: Date): Verdict<Grade> {
  const { clientCertificateRequest: request } = facts
  if (request.status !== 'observed') return notAssessed(`not known whether clients are asked: ${request.reason}`)
  if (request.value === null) return notApplicable('clients are not asked for a certificate')
  const { authorities } = request.value
  if (authorities.length === 0) return notAssessed('the server does not say which CAs it accepts')
  const known = endpoint.clientAuthorities
  if (known === undefined) return notAssessed('nobody looked up the CAs that it accepts')
  const judged = authorities.map((name) => judgeAuthority(name, known.get(name) ?? null, endpoint, now))
  const faults = judged.filter(({ grade }) => grade !== null)
  const evidence = { caCount: authorities.length, caNames: (faults.length > 0 ? faults : judged).slice(0, mostTold) }
  const worst = order.find((one) => faults.some(({ grade }) => grade === one))
  if (worst !== undefined) return fail(worst, evidence)
  const strangers = judged.filter(({ environments }) => environments === null).length
  if (strangers > 0) return notAssessed(`${strangers} of the CAs that it accepts stand in no trust store`)
  return pass(evidence)
}

/** The heaviest first. */
const order = ['public', 'other-environment', 'expired'] as const satisfies readonly Grade[]

function judgeAuthority(name: string, known: ClientAuthorityFact | null, { identity }: EndpointFacts, now: Date) {
  const environment = identity?.environment ?? null
  const belongsElsewhere =
    environment !== null &&
    known !== null &&
    known.environments.length > 0 &&
    !known.environments.some(({ id }) => id === environment.id)
  const expired = known !== null && known.notAfter.getTime() + secondMs <= now.getTime()
  const grade: Grade | null =
    known?.publicRoot === true ? 'public' : belongsElsewhere ? 'other-environment' : expired ? 'expired' : null
  return { name, grade, environments: known?.environments.map((one) => one.name) ?? null }
}
