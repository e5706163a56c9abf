import { controlRows, type Framework } from '../framework.ts'

const url = 'https://github.com/spiffe/spiffe/tree/main/standards'

export const spiffe: Framework = {
  id: 'spiffe',
  name: 'SPIFFE standards',
  version: 'main branch',
  url,
  identifiers: 'official',
  complete: false,
  note: null,
  controls: controlRows(url, [
    { id: 'X509-SVID §2', title: 'SPIFFE ID (exactly one URI SAN)', oscalId: 'x509-svid-2' },
    { id: 'X509-SVID §3.1', title: 'Leaf Certificates', oscalId: 'x509-svid-3.1' },
    { id: 'X509-SVID §3.2', title: 'Signing Certificates', oscalId: 'x509-svid-3.2' },
    { id: 'X509-SVID §4.1', title: 'Basic Constraints', oscalId: 'x509-svid-4.1' },
    { id: 'X509-SVID §4.3', title: 'Key Usage', oscalId: 'x509-svid-4.3' },
    { id: 'X509-SVID §4.4', title: 'Extended Key Usage', oscalId: 'x509-svid-4.4' },
    { id: 'X509-SVID §5.2', title: 'Leaf Validation', oscalId: 'x509-svid-5.2' },
    { id: 'SPIFFE-ID §2', title: 'SPIFFE Identity', oscalId: 'spiffe-id-2' },
    { id: 'SPIFFE-ID §2.1', title: 'Trust Domain', oscalId: 'spiffe-id-2.1' },
    { id: 'SPIFFE-ID §2.3', title: 'Maximum SPIFFE ID Length', oscalId: 'spiffe-id-2.3' },
  ]),
}
