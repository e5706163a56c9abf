import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { critical: 'high', high: 'medium', embedded: 'high' } as const

export const keyStorageUnprotected = defineIdentityCheck({
  id: 'key-storage-unprotected',
  group: 'key-and-signature',
  title: 'Key of a worthy identity not in protected storage',
  why: 'A key in a plain file goes wherever the file goes: into backups, images and snapshots, and out with them.',
  fix: "Make a new key inside an HSM, a KMS or a TPM (openssl with a pkcs11 provider; nginx: ssl_certificate_key store:pkcs11:object=NAME; Apache: SSLCertificateKeyFile with a pkcs11: URI), or let a workload API hold it in memory alone (SPIRE agent, Envoy SDS). Keys can't be moved there: what was in a file counts as copied.",
  severities,
  ofCertificate: false,
  needs: ['declared'],
  references: [
    { label: 'NIST SP 800-53r5 SC-28(3)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
    { label: 'NIST SP 800-53r5 SC-12', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
    {
      label: 'OWASP NHI2:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/2-secret-leakage/',
      note: 'A key in an image or a repository fails whatever the identity is worth (SP 800-53r5 IA-5(7)); a file is enough for worth below high.',
    },
  ],
  controls: [
    { framework: 'nist-sp-800-53', control: 'SC-28(3)', relation: 'direct', rationale: 'protected storage for keys' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'key management requirements' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(6)',
      relation: 'direct',
      rationale: 'protection matches the sensitivity',
    },
    { framework: 'nist-csf', control: 'PR.DS-01', relation: 'supporting', rationale: 'data at rest' },
    { framework: 'nist-csf', control: 'PR.DS-10', relation: 'supporting', rationale: 'data in use' },
    { framework: 'owasp-nhi', control: 'NHI2:2025', relation: 'direct', rationale: 'plain files leak' },
  ],
  evaluate: ({ identity }) => {
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    const keyStorage = identity.declared?.keyStorage
    if (keyStorage === undefined) return notAssessed('where its key is kept is not on record')
    const { criticality } = identity
    const evidence = { keyStorage, criticality }
    if (keyStorage === 'image-or-repository') return fail('embedded', evidence)
    if (keyStorage !== 'file') return pass(evidence)
    if (criticality === 'critical' || criticality === 'high') return fail(criticality, evidence)
    return notApplicable('a file is held to be enough for an identity of this worth')
  },
})
