import { afterEach, describe, expect, it } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { askLab } from '#lib/testing/lab/asking.ts'
import {
  gnutls,
  haproxy,
  type LabVersion,
  type Make,
  type MakeOptions,
  missing,
  nginx,
  nss,
  openssl,
  startGnutls,
  startHaproxy,
  startNginx,
  startNss,
  startOpenssl,
  startPostgres,
  startStunnel,
  stunnel,
} from '#lib/testing/lab/makes/index.ts'
import { makeOf } from '#lib/testing/lab/makes/make.ts'
import { type Command, type Place, startProcess } from '#lib/testing/lab/makes/server-process.ts'
import type { RunningServer } from '#lib/testing/lab/tls-server.ts'
import type { MtlsVerdict, Target } from '#lib/tls/observation.ts'
import type { ClientKeyPair, ClientKeyPairs } from '../observe-options.ts'
import { probeHttp } from './http.ts'
import { probeMtls } from './mtls.ts'

const leaf = createRoot().issue({ dns: ['service.test'] })
const clientCa = createRoot({ commonName: 'Client CA' })
const pair = (eku: string): ClientKeyPair => {
  const { der, key } = clientCa.issue({ commonName: 'client', extendedKeyUsage: [eku] })
  return { chain: [der], key: key.privateKey }
}
const clients: ClientKeyPairs = { valid: pair('clientAuth'), wrongPurpose: pair('serverAuth') }
const certificates = [{ certificateChain: leaf.pem, key: leaf.keyPem }]
const required = { clients: 'required', clientCa: clientCa.pem } as const
const optional = { clients: 'optional', clientCa: clientCa.pem } as const

const servers: RunningServer[] = []
async function keep<Server extends RunningServer>(starting: Promise<Server>): Promise<Server> {
  const server = await starting
  servers.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function probe(starting: Promise<RunningServer>, played: ClientKeyPairs | null, change: Partial<Target> = {}) {
  const server = await keep(starting)
  const { first, asker, target } = await askLab(server, change)
  const { http, asked } = await probeHttp(first, asker, target)
  const mtls = valueOf(await probeMtls(first, asker, { target, clients: played, asked, versions: null }))
  const treated = mtls?.probes?.map(({ client, treatment }) => `${client} ${treatment}`)
  return { http, mtls, treated }
}

type Start = (options: MakeOptions) => Promise<RunningServer>
type Case = readonly [what: string, make: Make, start: Start, verdict: MtlsVerdict, treated: readonly string[]]

const cases: readonly Case[] = [
  [
    'nginx, ssl_verify_client on',
    nginx,
    (options) => startNginx({ ...required, ...options }),
    'ENFORCED',
    ['none refused-by-http', 'self-made refused-by-http', 'valid served', 'wrong-purpose refused-by-http'],
  ],
  [
    'nginx, ssl_verify_client on, HTTP/2',
    nginx,
    (options) => startNginx({ ...required, ...options, alpn: ['h2'] }),
    'ENFORCED',
    ['none refused-by-http', 'self-made refused-by-http', 'valid served', 'wrong-purpose refused-by-http'],
  ],
  [
    'nginx, ssl_verify_client optional',
    nginx,
    (options) => startNginx({ ...optional, ...options }),
    'REQUESTED-ONLY',
    ['none served', 'self-made refused-by-http', 'valid served', 'wrong-purpose refused-by-http'],
  ],
  [
    'nginx, ssl_verify_client optional_no_ca',
    nginx,
    (options) => startNginx({ clients: 'optional', ...options }),
    'ACCEPTS-UNTRUSTED',
    ['none served', 'self-made served', 'valid served', 'wrong-purpose served'],
  ],
  [
    'HAProxy, verify required',
    haproxy,
    (options) => startHaproxy({ ...required, ...options }),
    'ENFORCED',
    ['none refused', 'self-made refused', 'valid served', 'wrong-purpose refused'],
  ],
  [
    'HAProxy, verify optional',
    haproxy,
    (options) => startHaproxy({ ...optional, ...options }),
    'REQUESTED-ONLY',
    ['none served', 'self-made refused', 'valid served', 'wrong-purpose refused'],
  ],
  [
    's_server -Verify -verify_return_error',
    openssl,
    (options) => startOpenssl({ ...required, ...options }),
    'ENFORCED',
    ['none refused', 'self-made refused', 'valid stood', 'wrong-purpose refused'],
  ],
  [
    's_server -Verify, which takes whatever comes',
    openssl,
    (options) => startOpenssl({ ...required, ...options, anyClient: true }),
    'ACCEPTS-UNTRUSTED',
    ['none refused', 'self-made stood', 'valid stood', 'wrong-purpose stood'],
  ],
  [
    'stunnel, requireCert',
    stunnel,
    (options) => startStunnel({ ...required, ...options }),
    'ENFORCED',
    ['none refused', 'self-made refused', 'valid stood', 'wrong-purpose refused'],
  ],
  [
    'stunnel, verifyChain alone',
    stunnel,
    (options) => startStunnel({ ...optional, ...options }),
    'ENFORCED',
    ['none refused', 'self-made refused', 'valid stood', 'wrong-purpose refused'],
  ],
  [
    'gnutls-serv --require-client-cert --verify-client-cert',
    gnutls,
    (options) => startGnutls({ ...required, ...options }),
    'ENFORCED',
    // GnuTLS' verification leaves the purpose to its caller.
    ['none refused', 'self-made refused', 'valid stood', 'wrong-purpose stood'],
  ],
  [
    'gnutls-serv --require-client-cert',
    gnutls,
    (options) => startGnutls({ ...required, ...options, anyClient: true }),
    'ACCEPTS-UNTRUSTED',
    ['none refused', 'self-made stood', 'valid stood', 'wrong-purpose stood'],
  ],
  [
    'NSS selfserv -rr',
    nss,
    (options) => startNss({ ...required, ...options }),
    'ENFORCED',
    ['none refused', 'self-made refused', 'valid served', 'wrong-purpose refused'],
  ],
]

const versions: readonly LabVersion[] = ['TLSv1.3', 'TLSv1.2']

describe.each(versions)('over %s', (version) => {
  for (const [what, make, start, verdict, treated] of cases) {
    const absent = missing(make)
    it.skipIf(absent !== null)(`${what}: ${verdict}${absent === null ? '' : ` (${absent})`}`, async () => {
      const seen = await probe(start({ certificates, versions: [version] }), clients)
      expect(seen.mtls?.verdict, JSON.stringify(seen.mtls, null, 1)).toBe(verdict)
      expect(seen.treated).toEqual(treated)
    })
  }
})

it('leaves open what Postgres decides at the login', async () => {
  const { mtls } = await probe(startPostgres({ certificates, clientCa: clientCa.pem }), clients, {
    transport: 'postgres',
  })
  expect(mtls?.verdict, JSON.stringify(mtls)).toBe('UNKNOWN')
  expect(mtls?.evidence.at(-1)).toContain('postgres may judge its clients itself')
  expect(mtls?.probes?.map(({ client, treatment }) => `${client} ${treatment}`)).toEqual([
    'none stood',
    'self-made refused',
    'valid stood',
    'wrong-purpose refused',
  ])
})

const nginxAbsent = missing(nginx)
it.skipIf(nginxAbsent !== null)(
  `takes no drop upon a HEAD for a session that stands where HTTP is spoken (${nginxAbsent ?? nginx.name})`,
  async () => {
    const start = () =>
      startNginx({ ...optional, certificates, lines: ['if ($ssl_client_verify != SUCCESS) { return 444; }'] })
    const bare = await probe(start(), null)
    expect(bare.mtls?.verdict).toBe('UNKNOWN')
    expect(bare.treated).toEqual(['none denied-by-http', 'self-made refused-by-http'])
    const controlled = await probe(start(), clients)
    expect(controlled.mtls?.verdict).toBe('ENFORCED')
  },
)

it.skipIf(nginxAbsent !== null)(
  `judges under the name that asks for certificates (${nginxAbsent ?? nginx.name})`,
  async () => {
    const { first, asker, target } = await askLab(await keep(startProcess('nginx', byName)))
    const options = { target, clients: null, asked: null, versions: null }
    expect(valueOf(await probeMtls(first, asker, options))?.verdict).toBe('ENFORCED')
    const other = await askLab({ address: target.host, port: target.port }, { serverName: 'other.test' })
    const fact = await probeMtls(other.first, other.asker, { ...options, target: other.target })
    expect(valueOf(fact)?.verdict).toBe('NOT-REQUESTED')
  },
)

function byName(place: Place): Command {
  const listen = `listen 127.0.0.1:${place.port} ssl`
  const own = [
    `ssl_certificate ${place.file('leaf.pem', leaf.pem)}; ssl_certificate_key ${place.file('leaf.key', leaf.keyPem)};`,
    'access_log off; location / { return 200 "lab"; }',
  ].join('\n')
  const verify = `ssl_client_certificate ${place.file('ca.pem', clientCa.pem)}; ssl_verify_client on;`
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${place.directory}/${name};`,
  )
  const configuration = `
daemon off; master_process off; pid ${place.directory}/nginx.pid; error_log stderr;
events {}
http {
  ${temporary.join(' ')}
  server { ${listen} default_server; server_name _; ${own} }
  server { ${listen}; server_name service.test; ${verify} ${own} }
}`
  const args = ['-p', place.directory, '-e', 'stderr', '-c', place.file('nginx.conf', configuration)]
  return { program: 'nginx', args }
}

const python = makeOf('Python', 'python3', 'python3')
const pythonAbsent = missing(python)
describe.skipIf(pythonAbsent !== null)(
  `a request that comes after the handshake (${pythonAbsent ?? python.name})`,
  () => {
    it.each<[ClientKeyPairs | null, MtlsVerdict]>([
      [null, 'UNKNOWN'],
      [clients, 'ENFORCED'],
    ])('is met with the clients, too', async (played, verdict) => {
      const { mtls } = await probe(startProcess('python', postHandshake), played)
      expect(mtls?.verdict, JSON.stringify(mtls, null, 1)).toBe(verdict)
      expect(mtls?.evidence[0]).toBe('TLS 1.3: CertificateRequest after the handshake')
    })
  },
)

/** HTTP that asks for a certificate once it has read a request (RFC 8446 4.6.2), and answers 403 without one. */
function postHandshake(place: Place): Command {
  const script = `
import socket, ssl, threading
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.minimum_version = ssl.TLSVersion.TLSv1_3
context.load_cert_chain(${JSON.stringify(place.file('leaf.pem', leaf.pem))}, ${JSON.stringify(place.file('leaf.key', leaf.keyPem))})
context.load_verify_locations(${JSON.stringify(place.file('ca.pem', clientCa.pem))})
context.verify_mode = ssl.CERT_OPTIONAL
context.post_handshake_auth = True
def serve(plain):
    try:
        with context.wrap_socket(plain, server_side=True) as tls:
            if not tls.recv(4096): return
            tls.verify_client_post_handshake()
            tls.send(b'')
            tls.settimeout(0.1)
            try: tls.recv(1)
            except socket.timeout: pass
            status = b'200 OK' if tls.getpeercert() else b'403 Forbidden'
            tls.sendall(b'HTTP/1.1 ' + status + b'\\r\\nContent-Length: 0\\r\\n\\r\\n')
    except OSError: pass
    finally: plain.close()
listener = socket.create_server(('127.0.0.1', ${place.port}))
while True: threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
`
  return { program: 'python3', args: [place.file('server.py', script)] }
}
