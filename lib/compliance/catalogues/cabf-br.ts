import { controlRows, type Framework } from '../framework.ts'

const url = 'https://github.com/cabforum/servercert/blob/main/docs/BR.md'

export const cabfBr: Framework = {
  id: 'cabf-br',
  name: 'CA/Browser Forum TLS Baseline Requirements',
  version: '2.2.6 (2026-03-31)',
  url,
  identifiers: 'official',
  complete: false,
  note: null,
  controls: controlRows(url, [
    { id: '3.2.2.8', title: 'CAA Records', oscalId: 'br-3.2.2.8' },
    { id: '4.2.1', title: 'Performing identification and authentication functions', oscalId: 'br-4.2.1' },
    { id: '4.9.1.1', title: 'Reasons for Revoking a Subscriber Certificate', oscalId: 'br-4.9.1.1' },
    { id: '4.9.9', title: 'On-line revocation/status checking availability', oscalId: 'br-4.9.9' },
    { id: '4.9.12', title: 'Special requirements re key compromise', oscalId: 'br-4.9.12' },
    { id: '6.1.1.3', title: 'Subscriber Key Pair Generation', oscalId: 'br-6.1.1.3' },
    { id: '6.1.2', title: 'Private key delivery to subscriber', oscalId: 'br-6.1.2' },
    { id: '6.1.5', title: 'Key sizes', oscalId: 'br-6.1.5' },
    { id: '6.1.6', title: 'Public key parameters generation and quality checking', oscalId: 'br-6.1.6' },
    { id: '6.3.2', title: 'Certificate operational periods and key pair usage periods', oscalId: 'br-6.3.2' },
    { id: '7.1.2.7.6', title: 'Subscriber Certificate Extensions', oscalId: 'br-7.1.2.7.6' },
    { id: '7.1.2.7.7', title: 'Subscriber Certificate Authority Information Access', oscalId: 'br-7.1.2.7.7' },
    { id: '7.1.2.7.8', title: 'Subscriber Certificate Basic Constraints', oscalId: 'br-7.1.2.7.8' },
    { id: '7.1.2.7.10', title: 'Subscriber Certificate Extended Key Usage', oscalId: 'br-7.1.2.7.10' },
    { id: '7.1.2.7.11', title: 'Subscriber Certificate Key Usage', oscalId: 'br-7.1.2.7.11' },
    { id: '7.1.2.7.12', title: 'Subscriber Certificate Subject Alternative Name', oscalId: 'br-7.1.2.7.12' },
    { id: '7.1.2.11.2', title: 'CRL Distribution Points', oscalId: 'br-7.1.2.11.2' },
    { id: '7.1.2.11.3', title: 'Signed Certificate Timestamp List', oscalId: 'br-7.1.2.11.3' },
    { id: '7.1.3.1', title: 'SubjectPublicKeyInfo', oscalId: 'br-7.1.3.1' },
    { id: '7.1.3.2', title: 'Signature AlgorithmIdentifier', oscalId: 'br-7.1.3.2' },
    { id: '7.1.4.3', title: 'Subscriber Certificate Common Name Attribute', oscalId: 'br-7.1.4.3' },
  ]),
}
