import { execFile } from 'node:child_process'
import { chmodSync, copyFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { getBinary } from './binaries.ts'
import { holesOf, type LabVersion, type MakeOptions, type MakeServer, makeOf, rangeOf, refuse } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

export const go = makeOf('Go', 'golang-go', 'go')

export interface GoOptions extends Omit<MakeOptions, 'ciphers' | 'ciphersuites' | 'groups' | 'preference'> {
  /** Names of suites up to TLS 1.2; the order and what TLS 1.3 takes are Go's own. */
  readonly suites?: readonly string[]
  /** Go's curves in its order. */
  readonly curves?: readonly (keyof typeof curveIds)[]
}

const curveIds = { P256: 23, P384: 24, P521: 25, X25519: 29 } as const

/** A small server of HTTP over Go's crypto/tls. It has no switch for a hole between versions, and chooses suites in its own order. */
export async function startGo(options: GoOptions): Promise<MakeServer> {
  refuse('Go', options, 'dhParameters', 'staple', 'earlyData', 'sni', 'strictSni')
  if (holesOf(options).length > 0) throw new Error('Go has no switch for a hole between versions')
  built ??= build()
  const binary = await built
  return startProcess('go', (place) => {
    const program = place.file('server', binary)
    chmodSync(program, 0o700)
    return { program, args: [place.file('settings.json', JSON.stringify(settings(options, place)))] }
  })
}

const versionNumber: Readonly<Record<LabVersion, number>> = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
}

/** crypto/tls: NoClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert. */
const clientAuth = { none: 0, optional: 3, required: 4 } as const

function settings(options: GoOptions, place: Place): object {
  const { min, max } = rangeOf(options)
  const { clientCa, clients = 'none' } = options
  return {
    address: `127.0.0.1:${place.port}`,
    certificates: options.certificates.map(({ certificateChain, key }, index) => [
      place.file(`${index}.pem`, certificateChain),
      place.file(`${index}.key`, key),
    ]),
    minVersion: versionNumber[min],
    maxVersion: versionNumber[max],
    suites: options.suites ?? [],
    groups: options.curves?.map((name) => curveIds[name]) ?? [],
    alpn: options.alpn ?? ['http/1.1'],
    noTickets: options.tickets === false,
    clientAuth: clientAuth[clients],
    clientCa: clientCa === undefined ? '' : place.file('clients.pem', clientCa),
  }
}

let built: Promise<Uint8Array> | null = null

/** The program, built once for all servers of this process. It takes a second, and several where Go brings no objects. */
async function build(): Promise<Uint8Array> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-lab-go-'))
  try {
    copyFileSync(new URL('./programs/server.go', import.meta.url), join(directory, 'server.go'))
    await promisify(execFile)(getBinary('go'), ['build', '-o', 'server', 'server.go'], {
      cwd: directory,
      env: {
        NODE_ENV: 'test',
        PATH: process.env.PATH ?? '',
        HOME: directory,
        GOCACHE: join(directory, 'cache'),
        GOFLAGS: '-mod=mod',
        GOPROXY: 'off',
        GOTOOLCHAIN: 'local',
      },
    })
    return await readFile(join(directory, 'server'))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
