import type { clientVerifications, keyStorages, renewalMethods } from '#lib/checks/declared.ts'

export const renewalWords: Readonly<Record<(typeof renewalMethods)[number], string>> = {
  acme: 'ACME',
  mesh: 'service mesh',
  'workload-api': 'SPIFFE Workload API',
  platform: 'by the platform',
  scripted: 'by a script',
  manual: 'by hand',
}

export const keyStorageWords: Readonly<Record<(typeof keyStorages)[number], string>> = {
  hsm: 'HSM',
  kms: 'KMS',
  tpm: 'TPM',
  memory: 'memory alone',
  file: 'a file',
  'image-or-repository': 'an image or a repository',
}

export const verificationWords: Readonly<Record<(typeof clientVerifications)[number], string>> = {
  full: 'in full',
  'chain-only': 'the chain alone',
  none: 'not at all',
}
