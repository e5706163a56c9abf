import { controlRows, type Framework } from '../framework.ts'

const url = 'https://ssl-config.mozilla.org/'

export const mozillaTls: Framework = {
  id: 'mozilla-tls',
  name: 'Mozilla Server Side TLS guidelines',
  version: '6.0 (2026-04-06; no "old" profile), 5.8 and 5.7 kept',
  url,
  identifiers: 'official',
  complete: false,
  note: null,
  controls: controlRows(url, [
    { id: 'modern', title: 'Modern: TLS 1.3 only', oscalId: 'moz-modern' },
    { id: 'intermediate', title: 'Intermediate: TLS 1.2 and 1.3', oscalId: 'moz-intermediate' },
    { id: 'old', title: 'Old: TLS 1.0 to 1.3 (dropped in 6.0)', oscalId: 'moz-old', status: 'superseded' },
  ]),
}
