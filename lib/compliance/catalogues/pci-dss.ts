import { controlRows, type Framework } from '../framework.ts'

const url = 'https://www.pcisecuritystandards.org/document_library/'

export const pciDss: Framework = {
  id: 'pci-dss',
  name: 'PCI DSS',
  version: '4.0.1',
  url,
  identifiers: 'official',
  complete: false,
  note: 'Titles are our gist: the standard gives none and its text is not free.',
  controls: controlRows(url, [
    {
      id: '4.2.1',
      title:
        'Strong cryptography and security protocols protect PAN over open, public networks: only trusted keys and certificates; certificates valid, not expired or revoked; secure versions only, no fallback; adequate strength',
      oscalId: 'pci-4.2.1',
      titleKind: 'gist',
    },
    {
      id: '4.2.1.1',
      title: 'Inventory of the trusted keys and certificates protecting PAN in transmission is maintained',
      oscalId: 'pci-4.2.1.1',
      titleKind: 'gist',
    },
    {
      id: '12.3.3',
      title:
        'Cipher suites and protocols in use are documented and reviewed at least every 12 months, with inventory, industry monitoring and a response plan',
      oscalId: 'pci-12.3.3',
      titleKind: 'gist',
    },
  ]),
}
