import { controlRows, type Framework } from '../framework.ts'

const url = 'https://doi.org/10.6028/NIST.SP.1800-16'

export const nistSp180016: Framework = {
  id: 'nist-sp-1800-16',
  name: 'NIST SP 1800-16 Securing Web Transactions: TLS Server Certificate Management',
  version: '2020-06',
  url,
  identifiers: 'local',
  complete: false,
  note: 'The publication gives no identifiers for its recommendations.',
  controls: controlRows(url, [
    { id: 'Vol-B', title: 'Volume B: Security Risks and Recommended Best Practices', oscalId: 'vol-b' },
    {
      id: 'Vol-B.inventory',
      title: 'Central inventory of TLS server certificates',
      oscalId: 'vol-b.inventory',
      confirmed: false,
    },
    { id: 'Vol-B.ownership', title: 'Assign and track certificate owners', oscalId: 'vol-b.ownership' },
    {
      id: 'Vol-B.notification',
      title: 'Expiry notifications at 90, 60 and 30 days with escalation',
      oscalId: 'vol-b.notification',
      confirmed: false,
    },
  ]),
}
