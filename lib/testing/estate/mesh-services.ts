import { fixedHours, type Life, type Service, svid } from './service.ts'

export const trustDomain = 'prod.demo.test'

/** Workloads with X.509-SVIDs that live for minutes: rotation shows while you watch. */
export const meshServices: readonly Service[] = [
  workload('payments-worker', 'Payments', svid(6)),
  workload('ledger-sync', 'Payments', svid(10)),
  workload('reporting', 'Finance', svid(60)),
  // Renewed on time, and always with the same key.
  workload('stock-sync', 'Logistics', svid(8), { keepsKey: true }),
  // Its agent died: the last SVID ran out an hour ago.
  workload('fraud-model', 'Data', fixedHours(-2, -1)),
  // An X.509-SVID has exactly one URI.
  workload('recommender', 'Data', svid(10), { uris: [spiffeId('recommender'), spiffeId('recommender-canary')] }),
  // Staging's workload answers at production's door.
  workload('price-feed', 'Shop', svid(10), { uris: ['spiffe://staging.demo.test/price-feed'] }),
  workload('notifier', 'Platform', svid(10), { options: { ca: true } }),
]

function workload(
  name: string,
  owner: string,
  life: Life,
  change: Partial<Extract<Service['serves'], { kind: 'tls' }>['certificate']> = {},
): Service {
  return {
    host: `${name}.mesh.demo.test`,
    environment: 'mesh',
    identity: spiffeId(name),
    owner,
    criticality: 'high',
    serves: {
      kind: 'tls',
      clients: 'required',
      minVersion: 'TLSv1.3',
      certificate: { issuer: 'mesh', life, dns: [], uris: [spiffeId(name)], ...change },
    },
  }
}

function spiffeId(name: string): string {
  return `spiffe://${trustDomain}/${name}`
}
