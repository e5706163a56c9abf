import { fixed, healthy, type Service, type Serving } from './service.ts'

type TlsServing = Extract<Serving, { kind: 'tls' }>

/** Bound to their identities by the rules of the estate, not by hand. */
export const stagingServices: readonly Service[] = [
  staging('payments', {}),
  staging('search', {}),
  // Production's key under another name.
  staging('tokens', { certificate: plan({ keyOf: 'tokens.prod.demo.test' }) }),
  staging('chat', { transport: 'xmpp' }),
  staging('mailbox', { transport: 'imap' }),
  staging('pickup', { transport: 'pop3', certificate: plan({ life: fixed(-100, -10) }) }),
  development('payments', { certificate: plan({ issuer: 'itself' }) }),
  development('sandbox', { clients: 'required-in-http' }),
]

function staging(name: string, serving: Partial<TlsServing>): Service {
  return byRule(`${name}.staging.demo.test`, 'staging', serving)
}

function development(name: string, serving: Partial<TlsServing>): Service {
  return byRule(`${name}.dev.demo.test`, 'development', serving)
}

function byRule(host: string, environment: Service['environment'], serving: Partial<TlsServing>): Service {
  const serves: Serving = { ...serving, kind: 'tls', certificate: serving.certificate ?? plan({}) }
  return { host, environment, identity: null, owner: null, criticality: 'medium', serves }
}

function plan(change: Partial<TlsServing['certificate']>): TlsServing['certificate'] {
  return { issuer: 'staging', life: healthy, ...change }
}
