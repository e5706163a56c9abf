import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { isInternalName, isIpAddress } from '#lib/checks/names.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { mismatch: 'medium', missing: 'low' } as const

export const caaNotRestrictive = defineIdentityCheck({
  id: 'caa-not-restrictive',
  group: 'transparency',
  title: 'CAA missing or not matching the issuer',
  why: 'Without CAA any public CA may issue for the name: the weakest of them decides how hard it is to pose as the service.',
  fix: 'Publish which CA may issue, with the account where the CA reads it: example.com. CAA 0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/NUMBER; validationmethods=dns-01", CAA 0 issuewild ";", CAA 0 iodef "mailto:pki@example.com". Look with dig +short CAA NAME, the parents included.',
  severities,
  ofCertificate: false,
  needs: ['dns'],
  references: [
    {
      label: 'RFC 8659',
      url: 'https://www.rfc-editor.org/rfc/rfc8659',
      note: 'Answered by CAA records of the name and its parents. Nothing asks DNS for them yet: until then it is not assessed.',
    },
    { label: 'CA/B Forum TLS BR 3.2.2.8', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
  ],
  controls: [
    { framework: 'ietf-rfc', control: 'RFC8659', relation: 'direct', rationale: 'CAA' },
    { framework: 'cabf-br', control: '3.2.2.8', relation: 'direct', rationale: 'CAs must check CAA' },
    { framework: 'nist-sp-800-53', control: 'SC-20', relation: 'supporting', rationale: 'authoritative name data' },
    { framework: 'nist-sp-800-53', control: 'SC-23(5)', relation: 'direct', rationale: 'allowed CAs' },
    { framework: 'nist-csf', control: 'PR.PS-01', relation: 'supporting', rationale: 'configuration management' },
  ],
  evaluate: ({ identity: { kind, name }, caa }) => {
    if (kind === 'spiffe') return notApplicable('a SPIFFE ID stands in no DNS')
    if (isIpAddress(name) || isInternalName(name)) return notApplicable('no public CA may issue for a private name')
    if (caa === undefined) return notAssessed('CAA records were not asked for')
    const evidence = { domain: caa.domain, caaRecords: caa.issuers }
    if (caa.domain === null || caa.issuers.length === 0) return fail('missing', evidence)
    if (caa.allowsIssuersInUse === null) return notAssessed('by which names CAA calls the issuers in use is not known')
    return caa.allowsIssuersInUse ? pass(evidence) : fail('mismatch', evidence)
  },
})
