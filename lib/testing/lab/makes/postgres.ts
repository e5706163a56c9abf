import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedServer } from '#lib/db/embedded-server.ts'
import { embeddedHome } from '#lib/db/embedded-user.ts'
import { holesOf, type Make, type MakeOptions, type MakeServer, rangeOf, refuse } from './make.ts'

/** The Postgres of the project's own packages, linked with OpenSSL 1.1.1. */
export const postgres: Make = { name: 'Postgres', debianPackage: null, available: () => true }

/** Postgres on a new cluster; takes a second or two. TLS follows its SSLRequest, or comes at once with ALPN `postgresql`. */
export async function startPostgres(options: MakeOptions): Promise<MakeServer> {
  refuse('Postgres', options, 'alpn', 'tickets', 'staple', 'earlyData', 'sni', 'strictSni', 'ciphersuites')
  if (holesOf(options).length > 0) throw new Error('Postgres has no switch for a hole between versions')
  const [main, ...more] = options.certificates
  if (!main || more.length > 0) throw new Error('Postgres has one certificate')
  const directory = mkdtempSync(join(tmpdir(), 'countersign-lab-postgres-'))
  const { folder, owner } = embeddedHome(directory)
  const file = (name: string, content: string) => {
    const path = join(folder, name)
    writeFileSync(path, content, { mode: 0o600 })
    if (owner) chownSync(path, owner.uid, owner.gid)
    return path
  }
  const { min, max } = rangeOf(options)
  const server = await startEmbeddedServer(directory, {
    settings: {
      ssl: 'on',
      fsync: 'off',
      ssl_cert_file: file('server.pem', main.certificateChain),
      ssl_key_file: file('server.key', main.key),
      ssl_min_protocol_version: min,
      ssl_max_protocol_version: max,
      ssl_ciphers: options.ciphers ?? 'DEFAULT:@SECLEVEL=0',
      ssl_prefer_server_ciphers: options.preference === 'client' ? 'off' : 'on',
      ...(options.groups === undefined ? {} : { ssl_groups: options.groups }),
      ...(options.dhParameters === undefined ? {} : { ssl_dh_params_file: file('dh.pem', options.dhParameters) }),
      ...(options.clientCa === undefined ? {} : { ssl_ca_file: file('clients.pem', options.clientCa) }),
    },
  })
  return {
    address: '127.0.0.1',
    port: Number(new URL(server.url).port),
    log: () => '',
    close: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
