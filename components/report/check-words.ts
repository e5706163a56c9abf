import type { FactSource } from '#lib/checks/contract.ts'

/** Where facts come from, for people. */
export const factWords: Readonly<Record<FactSource, string>> = {
  handshake: 'Certificates and one handshake of each scan',
  posture: 'Posture: versions, suites, groups and features, by deeper scans',
  clients: 'Clients that a scan plays to a server that asks for certificates',
  trust: 'Paths to the trust store that counts',
  revocation: 'Revocation lists, OCSP answers and staples',
  history: 'Earlier looks: rotations, decisions, when it was last seen',
  inventory: 'The inventory: identities, owners, environments, stores, policy',
  declared: 'What people or imports say of the identity',
  issued: 'Records of issued certificates, by import, API or CT feed',
  exposures: 'Private keys that were found elsewhere, by import',
  'ct-logs': 'A list of CT logs and who runs them',
  dns: 'CAA records in DNS',
}
