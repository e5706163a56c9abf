import { controlRows, type Framework } from '../framework.ts'

const url = 'https://googlechrome.github.io/chromerootprogram/'

export const chromeRootProgram: Framework = {
  id: 'chrome-root-program',
  name: 'Chrome Root Program Policy and CT policy',
  version: 'policy 1.6+',
  url,
  identifiers: 'local',
  complete: false,
  note: null,
  controls: controlRows(url, [
    {
      id: 'CRP-clientauth',
      title: 'Publicly trusted TLS certificates issued from 2026-06-15 carry serverAuth only (no clientAuth)',
      oscalId: 'crp-clientauth',
      titleKind: 'gist',
    },
    {
      id: 'CT-policy',
      title: 'SCTs required: 2 for lifetimes of 180 days or less, 3 beyond, from distinct operators',
      oscalId: 'ct-policy',
      titleKind: 'gist',
    },
  ]),
}
