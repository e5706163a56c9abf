import { controlRows, type Framework } from '../framework.ts'

const url = 'https://www.federalregister.gov/'

export const usEo14412: Framework = {
  id: 'us-eo-14412',
  name: 'US Executive Order 14412 Securing the Nation Against Advanced Cryptographic Attacks',
  version: '2026-06-22',
  url,
  identifiers: 'local',
  complete: false,
  note: 'For US federal systems and, by a proposed rule, covered contractors.',
  controls: controlRows(url, [
    {
      id: 'EO14412-KEX',
      title: 'Federal high-value assets and high-impact systems: PQC key establishment by 2030-12-31',
      oscalId: 'eo14412-kex',
      titleKind: 'gist',
    },
    {
      id: 'EO14412-SIG',
      title: 'Federal high-value assets and high-impact systems: PQC digital signatures by 2031-12-31',
      oscalId: 'eo14412-sig',
      titleKind: 'gist',
    },
  ]),
}
