import { controlRows, type Framework } from '../framework.ts'

const url = 'https://doi.org/10.6028/NIST.CSWP.04162018'

export const nistCsf11: Framework = {
  id: 'nist-csf-1.1',
  name: 'NIST Cybersecurity Framework (superseded)',
  version: '1.1',
  url,
  identifiers: 'official',
  complete: false,
  note: 'Superseded by CSF 2.0; kept because guidance still cites it. Never scored.',
  controls: controlRows(url, [
    {
      id: 'PR.AC-1',
      title:
        'Identities and credentials are issued, managed, verified, revoked, and audited for authorized devices, users and processes',
      oscalId: 'PR.AC-1',
      status: 'superseded',
      replacedBy: [
        { framework: 'nist-csf', control: 'PR.AA-01' },
        { framework: 'nist-csf', control: 'PR.AA-05' },
      ],
    },
    {
      id: 'PR.DS-2',
      title: 'Data-in-transit is protected',
      oscalId: 'PR.DS-2',
      status: 'superseded',
      replacedBy: [{ framework: 'nist-csf', control: 'PR.DS-02' }],
    },
  ]),
}
