import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { publicLeavesOf } from '#lib/checks/public-leaves.ts'
import { passWhileAllServed, servedLeavesOf } from '#lib/checks/served.ts'
import { shorterPublicLimits, validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, notAssessed } from '#lib/checks/verdict.ts'

const severities = { short: 'high', public: 'medium', long: 'low' } as const

export const rotationNotAutomated = defineIdentityCheck({
  id: 'rotation-not-automated',
  group: 'validity-and-rotation',
  title: 'Renewal is manual where lifetimes no longer allow it',
  why: 'Public certificates may live 100 days from 2027-03-15 and 47 from 2029-03-15: what people renew by hand four to eight times a year is forgotten once, and then it is an outage.',
  fix: "Let a machine renew it and record how: certbot renew --deploy-hook 'nginx -s reload', Apache's mod_md (MDomain NAME; MDRenewMode auto), cert-manager (a Certificate with renewBefore), HAProxy with acme.sh --deploy, Envoy by SDS from SPIRE or a mesh. Then set the way of renewal on the page of the identity, and watch the first renewal come by itself.",
  severities,
  ofCertificate: false,
  needs: ['handshake', 'history', 'declared'],
  references: [
    { label: 'CA/B Forum TLS BR 6.3.2', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    { label: 'RFC 9773 ACME Renewal Information', url: 'https://www.rfc-editor.org/rfc/rfc9773' },
    {
      label: 'OWASP NHI7:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
      note: 'Read as: the way of renewal has to be on record and at least one renewal seen. A record alone proves nothing, and no record is neither good nor bad.',
    },
  ],
  controls: [
    {
      framework: 'cabf-br',
      control: '6.3.2',
      relation: 'direct',
      rationale: '100 days from 2027-03-15 and 47 from 2029-03-15',
    },
    {
      framework: 'cabf-br',
      control: '4.2.1',
      relation: 'direct',
      rationale: 'domain validation reuse falls to 100 then 10 days',
    },
    { framework: 'ietf-rfc', control: 'RFC9773', relation: 'direct', rationale: 'renewal information protocol' },
    { framework: 'owasp-nhi', control: 'NHI7:2025', relation: 'direct', rationale: 'rotation should be automatic' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-12',
      relation: 'direct',
      rationale: 'key management is automated where possible',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'CM-8(2)',
      relation: 'supporting',
      rationale: 'automated maintenance of the inventory',
    },
    { framework: 'nist-csf', control: 'PR.PS-01', relation: 'supporting', rationale: 'configuration management' },
  ],
  evaluate: (facts, context) => {
    const { identity } = facts
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    const renewal = identity.declared?.renewal
    if (renewal === undefined) return notAssessed('how its certificates are renewed is not on record')
    const leaves = servedLeavesOf(facts)
    if (leaves.length === 0) return notAssessed('no certificate of this identity was seen yet')
    const lifetimeDays = Math.min(...leaves.map((leaf) => validityOf(leaf).days))
    const isPublic = publicLeavesOf(facts).length > 0
    const evidence = {
      renewalMethod: renewal,
      lifetimeDays,
      renewalsPerYearNow: renewalsPerYear(lifetimeDays),
      renewalsPerYear2029: renewalsPerYear(isPublic ? Math.min(lifetimeDays, publicDays2029) : lifetimeDays),
    }
    if (renewal !== 'manual') {
      if (facts.rotations.length === 0) return notAssessed(`renewal is on record as ${renewal}, and none was seen yet`)
      return passWhileAllServed(facts, context, evidence)
    }
    if (lifetimeDays <= publicDays2027) return fail('short', evidence)
    return fail(isPublic ? 'public' : 'long', evidence)
  },
})

const [, { days: publicDays2027 }, { days: publicDays2029 }] = shorterPublicLimits

function renewalsPerYear(lifetimeDays: number): number {
  return lifetimeDays <= 0 ? 0 : Math.ceil(365 / lifetimeDays)
}
