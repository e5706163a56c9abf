import { defineIdentityCheck } from '#lib/checks/contract.ts'
import type { IssuedFact } from '#lib/checks/facts.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, mostTold, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { issuer: 'critical', unknown: 'high' } as const

export const ctUnexpectedIssuance = defineIdentityCheck({
  id: 'ct-unexpected-issuance',
  group: 'transparency',
  title: 'CT log shows a certificate nobody requested',
  why: 'A certificate for this name that nobody ordered lets its holder pose as the service before every client that trusts public CAs.',
  fix: 'Ask the CA for the order, and to revoke it where nobody of yours made it (its problem report address is in the CCADB); then restrict issuance by CAA with accounturi (example.com. CAA 0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/NUMBER"). Record what you did order, by import or API.',
  severities,
  needs: ['history', 'issued'],
  parameters: ['allowedIssuers'],
  references: [
    {
      label: 'RFC 6962',
      url: 'https://www.rfc-editor.org/rfc/rfc6962',
      note: 'An entry is matched where the certificate was served by an endpoint of the estate, or recorded by an import or the API. Without entries of a CT feed there is nothing to match.',
    },
    { label: 'NIST SP 800-53r5 SC-23(5)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
    { label: 'NIST SP 800-53r5 SI-4', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'ietf-rfc', control: 'RFC6962', relation: 'direct', rationale: 'public logs' },
    { framework: 'nist-sp-800-53', control: 'SI-4', relation: 'supporting', rationale: 'monitoring for indicators' },
    { framework: 'nist-sp-800-53', control: 'SC-23(5)', relation: 'direct', rationale: 'allowed CAs' },
    { framework: 'nist-sp-800-53', control: 'CM-8(3)', relation: 'direct', rationale: 'unauthorised components' },
    {
      framework: 'nist-csf',
      control: 'DE.CM-06',
      relation: 'direct',
      rationale: 'external provider activity is monitored',
    },
    { framework: 'nist-csf', control: 'DE.AE-02', relation: 'supporting', rationale: 'events are analysed' },
    { framework: 'owasp-nhi', control: 'NHI1:2025', relation: 'interpretive', rationale: 'shadow identities' },
    { framework: 'owasp-nhi', control: 'NHI3:2025', relation: 'interpretive', rationale: 'third-party issuance' },
  ],
  evaluate: (facts, { policy, now }) => {
    if (facts.issued === undefined) return notAssessed('nobody looked up what CT logs show for it')
    const entries = facts.issued.filter(({ sources }) => sources.includes('ct'))
    if (entries.length === 0) return notAssessed('no entry of a CT log for it is on record: import a feed of them')
    const unmatched = entries.filter(
      ({ seenServed, sources, certificate }) =>
        !seenServed && sources.every((source) => source === 'ct') && validityOf(certificate).endsAt > now,
    )
    if (unmatched.length === 0) return pass({ entries: entries.length })
    const { allowedIssuers } = policy
    const evidence = { entries: entries.length, unmatched: unmatched.slice(0, mostTold).map(tell) }
    const end = new Date(Math.min(...unmatched.map(({ certificate }) => validityOf(certificate).endsAt.getTime())))
    const foreign = unmatched.some(
      ({ issuerSpkiSha256: keys }) =>
        allowedIssuers !== null && keys.length > 0 && !keys.some((key) => allowedIssuers.includes(key)),
    )
    return foreign ? fail('issuer', evidence, end) : fail('unknown', evidence, end)
  },
})

function tell({ certificate: { sha256, issuer, serial, subjectAltNames, notBefore } }: IssuedFact) {
  const names = subjectAltNames.slice(0, mostTold).map(({ value }) => value)
  return { certificateSha256: sha256, issuer, serial, names, notBefore }
}
