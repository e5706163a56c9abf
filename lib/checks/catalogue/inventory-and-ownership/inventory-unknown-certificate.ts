import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { inProduction } from '#lib/checks/environment.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { dayMs } from '#lib/core/time.ts'

const severities = { exposed: 'high', other: 'medium' } as const

export const inventoryUnknownCertificate = defineEndpointCheck({
  id: 'inventory-unknown-certificate',
  group: 'inventory-and-ownership',
  title: 'Served certificate is in no record of what was issued',
  why: 'Somebody put a certificate into service that the record does not know: a rotation past the process, or an issuance that nobody ordered.',
  fix: "Ask its issuer who ordered it (openssl x509 -noout -serial -issuer -startdate). Record it, by an import of the CA's list or by the API from the job that issues, or replace it by one that is recorded and have it revoked.",
  severities,
  environmentWeighed: true,
  needs: ['handshake', 'issued'],
  references: [
    { label: 'NIST SP 1800-16', url: 'https://doi.org/10.6028/NIST.SP.1800-16' },
    { label: 'NIST SP 800-53r5 CM-8(3)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
    {
      label: 'PCI DSS 4.0.1 requirement 4.2.1.1',
      url: 'https://www.pcisecuritystandards.org/document_library/',
      note: 'Judged for identities of which issued certificates are recorded at all; what was first seen within seven days is given time. What a CT log tells is no record: it shows rogue issuance alike.',
    },
  ],
  controls: [
    {
      framework: 'nist-csf',
      control: 'ID.AM-02',
      relation: 'direct',
      rationale: 'inventories of services are maintained',
    },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
    { framework: 'nist-sp-800-53', control: 'CM-8', relation: 'direct', rationale: 'inventory accuracy' },
    {
      framework: 'nist-sp-800-53',
      control: 'CM-8(3)',
      relation: 'direct',
      rationale: 'unauthorised component detection',
    },
    { framework: 'nist-sp-800-53', control: 'PM-5', relation: 'supporting', rationale: 'system inventory' },
    { framework: 'nist-sp-1800-16', control: 'Vol-B.inventory', relation: 'direct', rationale: 'central inventory' },
    { framework: 'pci-dss', control: '4.2.1.1', relation: 'direct', rationale: 'inventory kept up to date' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-7',
      relation: 'supporting',
      rationale: 'information on the state of assets is collected',
    },
    { framework: 'owasp-nhi', control: 'NHI1:2025', relation: 'interpretive', rationale: 'shadow identities' },
  ],
  evaluate: (facts, context) => {
    const { leafRecords } = facts
    if (leafRecords === undefined) return notAssessed('no record of issued certificates is kept for its identity')
    const grade = facts.internetFacing === true || inProduction(facts.identity) ? 'exposed' : 'other'
    return perLeaf(facts, context, severities, (leaf) => {
      const record = leafRecords.get(leaf.sha256)
      if (record === undefined) return notAssessed('nobody compared it with the record')
      const evidence = { certSha256: leaf.sha256, firstSeen: record.firstSeenAt.toISOString() }
      if (record.recorded) return pass(evidence)
      const graceEndsAt = new Date(record.firstSeenAt.getTime() + graceMs)
      if (validityOf(leaf).endsAt <= graceEndsAt) return notApplicable('it ends before it would have to be recorded')
      if (context.now < graceEndsAt) return notAssessed('not recorded yet, within the days that are given', graceEndsAt)
      return fail(grade, evidence)
    })
  },
})

const graceMs = 7 * dayMs
