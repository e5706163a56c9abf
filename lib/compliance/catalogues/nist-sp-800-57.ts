import { controlRows, type Framework } from '../framework.ts'

const url = 'https://doi.org/10.6028/NIST.SP.800-57pt1r5'

export const nistSp80057: Framework = {
  id: 'nist-sp-800-57',
  name: 'NIST SP 800-57 Part 1 Revision 5 Recommendation for Key Management',
  version: '2020-05',
  url,
  identifiers: 'official',
  complete: false,
  note: null,
  controls: controlRows(url, [
    {
      id: 'Table 2',
      title: 'Comparable security strengths of symmetric block cipher and asymmetric-key algorithms',
      oscalId: 'table-2',
      confirmed: false,
    },
    { id: 'Table 4', title: 'Security strength time frames', oscalId: 'table-4', confirmed: false },
  ]),
}
