import { fixed, healthy, type Service, type Serving } from './service.ts'

const asShipped = 'DEFAULT:@SECLEVEL=0'

/** What production ought to be, and a few that are. */
export const productionServices: readonly Service[] = [
  service('payments', 'Payments', 'critical', { clients: 'required', minVersion: 'TLSv1.3' }, { mtls: 'required' }),
  service(
    'ledger',
    'Payments',
    'critical',
    { clients: 'required', certificate: plan({ keyAlgorithm: 'rsa3072' }) },
    { mtls: 'required' },
  ),
  service('checkout', 'Shop', 'high', { minVersion: 'TLSv1.3', certificate: plan({ status: 'crl' }) }),
  service('accounts', 'Identity', 'high', { certificate: plan({ keyAlgorithm: 'p384', status: 'ocsp' }) }),
  // As the package came, and nobody has looked since.
  service('partner-api', 'Partners', 'high', { clients: 'optional', ciphers: asShipped }, { mtls: 'optional' }),
  service('mail', 'Platform', 'medium', { transport: 'smtp' }),
  service('orders-db', 'Shop', 'critical', { transport: 'postgres', clients: 'required' }, { mtls: 'required' }),
  // One backend of three missed the last rotation.
  service('catalog', 'Shop', 'high', { backends: ['current', 'current', 'stale'] }),
  service('orders', 'Shop', 'critical', { certificate: plan({ life: fixed(-93, -3) }) }),
  service('shipping', 'Logistics', 'high', { certificate: plan({ life: fixed(-89.2, 0.8) }) }),
  service('directory', 'Identity', 'high', { transport: 'ldap', certificate: plan({ life: fixed(-70, 20) }) }),
  service('inventory', 'Logistics', 'medium', { certificate: plan({ life: fixed(2, 92) }) }),
  service('search', 'Shop', 'medium', { certificate: plan({ dns: ['search.staging.demo.test'] }) }),
  service('reports', 'Finance', 'medium', { certificate: plan({ issuer: 'unknown' }) }),
  service('billing', 'Finance', 'high', { certificate: plan({ omitsIntermediate: true }) }),
  service('webhooks', 'Partners', 'medium', { certificate: plan({ issuer: 'itself' }) }),
  service('legacy-gateway', 'Platform', 'high', { certificate: plan({ keyAlgorithm: 'rsa1024' }) }),
  service('sessions-db', 'Identity', 'high', {
    transport: 'mysql',
    certificate: plan({ options: { signatureHash: 'sha1' } }),
  }),
  service('mainframe-bridge', 'Finance', 'critical', {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    certificate: plan({ keyAlgorithm: 'rsa2048' }),
  }),
  // RSA key transport with CBC: whoever gets the key reads what was recorded before.
  service('files', 'Logistics', 'low', {
    transport: 'ftp',
    maxVersion: 'TLSv1.2',
    ciphers: 'AES128-SHA:@SECLEVEL=0',
    certificate: plan({ keyAlgorithm: 'rsa2048' }),
  }),
  service('tokens', 'Identity', 'critical', { certificate: plan({}) }),
  // Its key was taken, its issuer has said so, and it is served all the same.
  service('admin-console', 'Platform', 'critical', { certificate: plan({ status: 'revoked' }) }, { mtls: 'required' }),
  service('events', 'Data', 'high', { clients: 'anybody' }, { mtls: 'required' }),
  service('cdn-edge', 'Platform', 'medium', { certificate: plan({ dns: ['*.prod.demo.test', 'prod.demo.test'] }) }),
  service('backup', 'Platform', 'medium', { ciphers: asShipped, certificate: plan({ life: fixed(-400, 3250) }) }),
  service('build-agent', null, 'low', {
    certificate: plan({ options: { commonName: 'build-agent.prod.demo.test' }, dns: [] }),
  }),
  { ...service('archive', 'Platform', 'low', {}), serves: { kind: 'dead' } },
  { ...service('telemetry', 'Data', 'medium', {}), serves: { kind: 'tarpit' } },
  { ...service('metrics', 'Data', 'low', {}), serves: { kind: 'plain-http' } },
]

type TlsServing = Extract<Serving, { kind: 'tls' }>

function service(
  name: string,
  owner: string | null,
  criticality: Service['criticality'],
  serving: Partial<TlsServing>,
  policy: Service['policy'] = {},
): Service {
  const host = `${name}.prod.demo.test`
  const serves: Serving = { ...serving, kind: 'tls', certificate: serving.certificate ?? plan({}) }
  return { host, environment: 'production', identity: host, owner, criticality, policy, serves }
}

function plan(change: Partial<TlsServing['certificate']>): TlsServing['certificate'] {
  return { issuer: 'production', life: healthy, ...change }
}
