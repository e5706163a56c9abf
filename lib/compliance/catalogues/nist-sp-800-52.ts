import { controlRows, type Framework } from '../framework.ts'

const url = 'https://doi.org/10.6028/NIST.SP.800-52r2'

export const nistSp80052: Framework = {
  id: 'nist-sp-800-52',
  name: 'NIST SP 800-52 Revision 2',
  version: '2019-08',
  url,
  identifiers: 'official',
  complete: false,
  note: null,
  controls: controlRows(url, [
    { id: '3.1', title: 'Protocol Version Support', oscalId: 'sec-3.1', titleKind: 'gist' },
    { id: '3.2', title: 'Server Keys and Certificates', oscalId: 'sec-3.2', titleKind: 'gist' },
    { id: '3.2.1', title: 'Server Certificate Profile', oscalId: 'sec-3.2.1', titleKind: 'gist' },
    { id: '3.3.1', title: 'Cipher Suites', oscalId: 'sec-3.3.1', titleKind: 'gist' },
    { id: '3.4.1', title: 'Mandatory TLS Extensions', oscalId: 'sec-3.4.1', titleKind: 'gist' },
    { id: '3.5', title: 'Client Authentication', oscalId: 'sec-3.5', titleKind: 'gist', confirmed: false },
    { id: '3.6', title: 'Session Resumption and Early Data', oscalId: 'sec-3.6', titleKind: 'gist', confirmed: false },
    { id: '3.7', title: 'Compression Methods', oscalId: 'sec-3.7', titleKind: 'gist', confirmed: false },
    { id: '4', title: 'Minimum Requirements for TLS Clients', oscalId: 'sec-4', titleKind: 'gist' },
  ]),
}
