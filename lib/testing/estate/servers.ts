import { setTimeout as delay } from 'node:timers/promises'
import { startAnswering, startTarpit } from '../lab/faulty-servers.ts'
import { type LabServer, listen, startTlsServer, type TlsServer } from '../lab/tls-server.ts'
import type { Authorities } from './authorities.ts'
import { credentialsOf, turnAt, turnBefore } from './credentials.ts'
import { startPki } from './pki.ts'
import { pkiHost } from './pki-host.ts'
import type { Backend, Service, Serving } from './service.ts'
import type { EstateState } from './state.ts'

/** A service with the addresses and the port at which it stands. */
export interface Running {
  readonly service: Service
  readonly addresses: readonly string[]
  readonly port: number
}

export interface Estate {
  readonly running: readonly Running[]
  close(): Promise<void>
}

const plainAnswer = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

/** Starts every service on loopback, each at the port of the last run where that is still free, and rotates what is to rotate. */
export async function startServers(
  services: readonly Service[],
  state: EstateState,
  authorities: Authorities,
): Promise<Estate> {
  const ended = new AbortController()
  const servers: LabServer[] = []
  const running: Running[] = []
  // First, since certificates say where it stands.
  const pki = await atPort(state.port(pkiHost), (port) => startPki(services, state, authorities, port))
  servers.push(pki)
  state.setPort(pkiHost, pki.port)
  for (const service of services) {
    const started = await atPort(state.port(service.host), (port) =>
      startService(service, port, state, authorities, ended.signal),
    )
    servers.push(...started.servers)
    state.setPort(service.host, started.port)
    running.push({ service, port: started.port, addresses: started.addresses })
  }
  state.save()
  return {
    running,
    async close() {
      ended.abort()
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}

interface Started {
  readonly servers: readonly LabServer[]
  readonly addresses: readonly string[]
  readonly port: number
}

/** Somebody else may have taken the port since; then the service moves. */
async function atPort<T>(port: number | null, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(port ?? 0)
  } catch (error) {
    if (port === null) throw error
    return await start(0)
  }
}

async function startService(
  service: Service,
  port: number,
  state: EstateState,
  authorities: Authorities,
  signal: AbortSignal,
): Promise<Started> {
  const { serves } = service
  const address = '127.0.0.1'
  switch (serves.kind) {
    case 'dead':
      return { servers: [], addresses: [address], port: port || (await unusedPort()) }
    case 'tarpit':
      return single(await startTarpit({ address, port }))
    case 'plain-http':
      return single(await startAnswering(plainAnswer, { address, port }))
    default:
      return await startTls(service, serves, port, state, authorities, signal)
  }
}

async function startTls(
  service: Service,
  serves: Extract<Serving, { kind: 'tls' }>,
  port: number,
  state: EstateState,
  authorities: Authorities,
  signal: AbortSignal,
): Promise<Started> {
  const { certificate: plan, backends = ['current'], kind: _, ...options } = serves
  const ca = options.clients && options.clients !== 'none' ? { ca: authorities.clientCa } : {}
  const credentials = (backend: Backend) =>
    credentialsOf(
      service,
      plan,
      (backend === 'stale' ? turnBefore : turnAt)(plan.life, state.createdAt, new Date()),
      state,
      authorities,
    )
  const servers: TlsServer[] = []
  try {
    for (const [index, backend] of backends.entries()) {
      // Every backend listens at the first one's port, each at an address of its own.
      const at = { address: `127.0.0.${index + 1}`, port: servers[0]?.port ?? port }
      if (index > 0 && !(await canListen(at.address))) continue
      servers.push(await startTlsServer({ ...reviewed(options), ...ca, ...credentials(backend), ...at }))
    }
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()))
    throw error
  }
  void rotate(plan.life, state.createdAt, signal, () => {
    for (const [index, server] of servers.entries()) server.setCredentials(credentials(backends[index] ?? 'current'))
  })
  return { servers, addresses: servers.map((server) => server.address), port: servers[0]?.port ?? port }
}

/** What a configuration says that somebody has gone through: where a plan names no suites, and no newest version. */
const reviewedSettings = {
  ciphers: 'ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=0',
  groups: 'X25519MLKEM768:X25519:P-256:P-384',
  sigalgs: [
    'ECDSA+SHA256',
    'ECDSA+SHA384',
    'rsa_pss_rsae_sha256',
    'rsa_pss_rsae_sha384',
    'RSA+SHA256',
    'RSA+SHA384',
  ].join(':'),
} as const

function reviewed<Options extends { readonly ciphers?: string; readonly maxVersion?: string }>(options: Options) {
  const isOwn = options.ciphers !== undefined || options.maxVersion !== undefined
  return isOwn ? options : { ...reviewedSettings, ...options }
}

/** Shows the next certificate when its turn comes. Waits in short steps: a timer can't hold more than 24 days. */
async function rotate(
  life: Parameters<typeof turnAt>[0],
  createdAt: Date,
  signal: AbortSignal,
  show: () => void,
): Promise<void> {
  const longestWaitMs = 60_000
  let shown = turnAt(life, createdAt, new Date())
  while (shown.nextAt && !signal.aborted) {
    const waitMs = Math.min(longestWaitMs, Math.max(0, shown.nextAt.getTime() - Date.now()))
    await delay(waitMs, undefined, { signal, ref: false }).catch(() => {})
    const due = turnAt(life, createdAt, new Date())
    if (signal.aborted || due.number === shown.number) continue
    shown = due
    show()
  }
}

function single(server: LabServer): Started {
  return { servers: [server], addresses: [server.address], port: server.port }
}

/** A port at which nothing listens. */
async function unusedPort(): Promise<number> {
  const server = await listen({}, () => {})
  await server.close()
  return server.port
}

/** macOS has 127.0.0.1 alone, until somebody gives it more. */
async function canListen(address: string): Promise<boolean> {
  try {
    await (await listen({ address }, () => {})).close()
    return true
  } catch {
    return false
  }
}
