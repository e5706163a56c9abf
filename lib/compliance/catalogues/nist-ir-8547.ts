import { controlRows, type Framework } from '../framework.ts'

const url = 'https://csrc.nist.gov/pubs/ir/8547/ipd'

export const nistIr8547: Framework = {
  id: 'nist-ir-8547',
  name: 'NIST IR 8547 (initial public draft) Transition to Post-Quantum Cryptography Standards',
  version: 'ipd 2024-11-12',
  url,
  identifiers: 'official',
  complete: false,
  note: 'Initial public draft.',
  controls: controlRows(url, [
    {
      id: 'Table 2',
      title:
        'Quantum-vulnerable digital signature algorithms: 112-bit deprecated after 2030 and disallowed after 2035; >=128-bit disallowed after 2035',
      oscalId: 'table-2',
      titleKind: 'gist',
    },
    {
      id: 'Table 4',
      title:
        'Quantum-vulnerable key-establishment schemes: 112-bit deprecated after 2030 and disallowed after 2035; >=128-bit disallowed after 2035',
      oscalId: 'table-4',
      titleKind: 'gist',
    },
  ]),
}
