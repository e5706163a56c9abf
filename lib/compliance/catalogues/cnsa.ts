import { controlRows, type Framework } from '../framework.ts'

const url = 'https://media.defense.gov/2022/Sep/07/2003071834/-1/-1/0/CSA_CNSA_2.0_ALGORITHMS_.PDF'

export const cnsa: Framework = {
  id: 'cnsa',
  name: 'NSA Commercial National Security Algorithm Suite 2.0',
  version: 'FAQ v2.1 (2024-12); advisory v1.0 (2022-09)',
  url,
  identifiers: 'local',
  complete: false,
  note: 'For US National Security Systems only.',
  controls: controlRows(url, [
    { id: 'CNSA2-KEM', title: 'Key establishment: ML-KEM-1024 (FIPS 203)', oscalId: 'cnsa2-kem', titleKind: 'gist' },
    { id: 'CNSA2-SIG', title: 'Digital signatures: ML-DSA-87 (FIPS 204)', oscalId: 'cnsa2-sig', titleKind: 'gist' },
    { id: 'CNSA2-ENC', title: 'Encryption: AES-256 (FIPS 197)', oscalId: 'cnsa2-enc', titleKind: 'gist' },
    { id: 'CNSA2-HASH', title: 'Hashing: SHA-384 or SHA-512 (FIPS 180-4)', oscalId: 'cnsa2-hash', titleKind: 'gist' },
    {
      id: 'CNSA2-TIME',
      title:
        'Timeline: new NSS acquisitions compliant from 2027-01-01; equipment that cannot support it phased out by 2030-12-31; mandated 2031-12-31; web servers and cloud prefer by 2025, exclusive by 2033',
      oscalId: 'cnsa2-time',
      titleKind: 'gist',
    },
  ]),
}
