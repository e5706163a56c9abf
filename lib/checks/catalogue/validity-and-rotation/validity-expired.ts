import { defineEndpointCheck, type EvaluationContext, type Verdict } from '#lib/checks/contract.ts'
import type { EndpointFacts } from '#lib/checks/facts.ts'
import { type AssessableAddress, perLeaf } from '#lib/checks/per-address.ts'
import { trustOf } from '#lib/checks/trust.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, pass } from '#lib/checks/verdict.ts'
import type { TrustOpinion } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { leaf: 'critical', path: 'critical' } as const

export const validityExpired = defineEndpointCheck({
  id: 'validity-expired',
  group: 'validity-and-rotation',
  rung: 'current',
  title: 'Certificate expired',
  why: 'Clients that verify refuse an expired certificate; clients that go on connecting have stopped verifying, so anybody can pose as the service.',
  fix: "Renew the certificate now and automate the renewal (certbot renew; cmctl renew NAME; spire-agent healthcheck, then a restart of the agent). Reload the server (nginx -s reload; systemctl reload haproxy; kubectl rollout restart) and scan again; then find out which clients went on connecting: they don't check.",
  severities,
  needs: ['handshake', 'trust'],
  references: [
    { label: 'RFC 5280 section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5' },
    {
      label: 'OWASP NHI7:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
    },
    {
      label: 'OWASP NHI1:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/1-improper-offboarding/',
    },
  ],
  controls: [
    { framework: 'ietf-rfc', control: 'RFC5280 §4.1.2.5', relation: 'direct', rationale: 'validity period' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'direct',
      rationale: 'validation includes the validity of the path',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'expired certificates are outside the policy',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-01',
      relation: 'direct',
      rationale: 'credentials are managed through their life',
    },
    { framework: 'owasp-nhi', control: 'NHI7:2025', relation: 'direct', rationale: 'missing rotation process' },
    {
      framework: 'owasp-nhi',
      control: 'NHI1:2025',
      relation: 'interpretive',
      rationale: 'an expired, still served credential suggests an abandoned service',
    },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'certificates are not expired' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => judge(leaf, address, facts, context)),
})

function judge(
  leaf: Certificate,
  address: AssessableAddress,
  facts: EndpointFacts,
  { now }: EvaluationContext,
): Verdict<keyof typeof severities> {
  const { endsAt } = validityOf(leaf)
  const evidence = { notAfter: leaf.notAfter }
  if (endsAt <= now) return fail('leaf', evidence)
  const trust = trustOf(facts, address)
  const opinion = trust.known && trust.opinion.pathFound ? trust.opinion : null
  const path = authoritiesOnPath(address, opinion)
  const expired = path.find((certificate) => validityOf(certificate).endsAt <= now)
  if (expired !== undefined) {
    return fail('path', {
      ...evidence,
      expiredAuthority: { subject: expired.subject, sha256: expired.sha256, notAfter: expired.notAfter },
    })
  }
  // An anchor is not sent, so its end shows in the path alone.
  if (opinion?.error === 'expired') return fail('path', { ...evidence, path: opinion.path })
  const ends = [leaf, ...path].map((certificate) => validityOf(certificate).endsAt.getTime())
  const pathEnd = opinion?.verdict?.paths.find(({ sha256 }) => sha256.join() === opinion.path.join())?.validUntil
  return pass(evidence, new Date(Math.min(...ends, ...(pathEnd === undefined ? [] : [Date.parse(pathEnd) + 1000]))))
}

/** Certificates of the path alone: an expired stray beside a valid path harms nobody. */
function authoritiesOnPath(address: AssessableAddress, opinion: TrustOpinion | null): readonly Certificate[] {
  const onPath = new Set(opinion?.path.slice(1))
  return address.chain.filter(({ sha256 }) => onPath.has(sha256))
}
