import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Policy } from '#lib/checks/policy.ts'
import { defaultPort } from '#lib/discovery/sources/host-list.ts'
import { readHost, readHostPort } from '#lib/discovery/sources/host-port.ts'
import { ClientKeyPairError, readClientKeyPair } from '#lib/scan/client-key-pair.ts'
import { defaultMaxBytes, defaultTimeouts } from '#lib/scan/limits.ts'
import type { ObserveOptions } from '#lib/scan/observe.ts'
import type { ClientKeyPairs } from '#lib/scan/observe-options.ts'
import { scopeEntryProblem } from '#lib/scan/scope.ts'
import { depths, type Target, type Transport, transports } from '#lib/tls/observation.ts'
import { readBundle } from '#lib/x509/read-bundle.ts'
import { parseSpiffeId } from '#lib/x509/spiffe-id.ts'
import { type CommandStore, publicRoots, storeOf } from './trust-stores.ts'
import { UsageError } from './usage-error.ts'

export interface NamedIdentity {
  readonly kind: 'dns' | 'spiffe'
  readonly name: string
}

export interface ScanOptions {
  readonly targets: readonly Target[]
  /** Path of a file of targets, `-` for standard input, null for none. */
  readonly targetsFile: string | null
  readonly identity: NamedIdentity | null
  readonly observe: ObserveOptions
  readonly store: CommandStore
  readonly policy: Policy
  readonly concurrency: number
  readonly json: boolean
  /** Makes a target of one more line as the flags say. Throws UsageError. */
  readonly toTarget: (text: string) => Target
}

export const optionLines = `  HOST[:PORT]           a name, an IPv4 address, [IPv6]:PORT or https://HOST; port 443 or that of the protocol
  --sni NAME            server name to send (the host's own name); "" sends none
  --starttls PROTOCOL   ${transports.slice(1).join(', ')}
  --trust FILE          anchors to judge by, PEM, DER or PKCS#7 (the runtime's public roots)
  --identity NAME       a DNS name or spiffe://domain/path that the target ought to prove (the host's own name)
  --mtls EXPECTATION    none, optional or required: what clients ought to have to prove
  --timeout-ms N        longest time for one connection (${defaultTimeouts.overallMs})
  --allow CIDR          private or loopback addresses, or names (*.internal), that may be dialled; may be repeated
  --depth DEPTH         inventory: one handshake; quick: what a grade needs; mtls: one handshake and the clients;
                        posture: everything (posture)
  --client-cert FILE    certificate of a client that the server ought to take, PEM, leaf first; with --client-key FILE
  --wrong-client-cert FILE  one that it ought to refuse: expired, or for another purpose; with --wrong-client-key FILE
  --unauthorised-client-cert FILE  a sound one without rights here; with --unauthorised-client-key FILE
  --second-opinion      ask node:tls for its verdict on the chain, too
  --json                machine-readable output`

/** Reads the command line that scan and verify share. Throws UsageError, or null where help was asked for. */
export function readScanOptions(args: readonly string[]): ScanOptions | null {
  const { values, positionals } = parse(args)
  if (values.help === true) return null
  const transport = oneOf('--starttls', values.starttls ?? 'tls', transports)
  const serverName = values.sni === undefined ? null : readServerName(values.sni)
  const toTarget = (text: string) => readTarget(text, transport, serverName)
  const overallMs = readNumber('--timeout-ms', values['timeout-ms'] ?? String(defaultTimeouts.overallMs), 100, 600_000)
  const allow = values.allow ?? []
  for (const entry of allow) {
    const problem = scopeEntryProblem(entry)
    if (problem !== null) throw new UsageError(`--allow ${entry}: ${problem}`)
  }
  const store = values.trust === undefined ? publicRoots() : readStore(values.trust)
  const mtls = values.mtls === undefined ? null : oneOf('--mtls', values.mtls, ['none', 'optional', 'required'])
  return {
    targets: positionals.map(toTarget),
    targetsFile: values.targets ?? null,
    identity: values.identity === undefined ? null : readIdentity(values.identity),
    observe: {
      scope: { allow, deny: [], allowPublic: true, staticHosts: {}, forbidden: [] },
      store: store.input,
      timeouts: {
        overallMs,
        connectMs: Math.min(overallMs, defaultTimeouts.connectMs),
        idleMs: Math.min(overallMs, defaultTimeouts.idleMs),
      },
      maxBytes: defaultMaxBytes,
      depth: oneOf('--depth', values.depth ?? 'posture', depths),
      clients: readClients(values),
      secondOpinion: values['second-opinion'] === true,
    },
    store,
    policy: mtls === null ? {} : { mtls },
    concurrency: readNumber('--concurrency', values.concurrency ?? '64', 1, 2000),
    json: values.json === true,
    toTarget,
  }
}

function readClients(values: ReturnType<typeof parse>['values']): ClientKeyPairs {
  const read = (prefix: '' | 'wrong-' | 'unauthorised-') => {
    const [certificate, key] = [`${prefix}client-cert`, `${prefix}client-key`] as const
    return readClientKeyPair(
      { name: `--${certificate}`, path: values[certificate] },
      { name: `--${key}`, path: values[key] },
    )
  }
  try {
    return { valid: read(''), wrongPurpose: read('wrong-'), unauthorised: read('unauthorised-') }
  } catch (error) {
    throw error instanceof ClientKeyPairError ? new UsageError(error.message) : error
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ sni: text, starttls: text, trust: text, identity: text, mtls: text, 'timeout-ms': text, depth: text },
        ...{ 'client-cert': text, 'client-key': text, 'wrong-client-cert': text, 'wrong-client-key': text },
        ...{ 'unauthorised-client-cert': text, 'unauthorised-client-key': text },
        ...{
          'second-opinion': flag,
          targets: text,
          concurrency: text,
          json: flag,
          allow: { ...text, multiple: true } as const,
        },
        help: { ...flag, short: 'h' } as const,
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function readTarget(text: string, transport: Transport, serverName: string | null): Target {
  const read = readHostPort(text)
  if (!read.ok) throw new UsageError(read.problem)
  const { host, port } = read.value
  // observe() sends no server name where this is an address.
  return { host, port: port ?? defaultPort(transport), serverName: serverName ?? host, transport }
}

function readServerName(text: string): string {
  const name = text === '' ? '' : readHost(text)
  if (name === null) throw new UsageError('--sni: no host name')
  return name
}

export function readIdentity(text: string): NamedIdentity {
  if (/^spiffe:/i.test(text)) {
    const id = parseSpiffeId(text)
    if (!id.ok) throw new UsageError(`--identity: ${id.reason}`)
    return { kind: 'spiffe', name: text }
  }
  const name = readHost(text)
  if (name === null) throw new UsageError('--identity: neither a DNS name nor a SPIFFE ID')
  return { kind: 'dns', name }
}

function readStore(path: string): CommandStore {
  let file: Buffer
  try {
    file = readFileSync(path)
  } catch (error) {
    throw new UsageError(`--trust ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
  const { certificates, problems } = readBundle(file)
  const [first] = problems
  if (first) throw new UsageError(`--trust ${path} line ${first.line}: ${first.problem}`)
  return storeOf(path, certificates)
}

function oneOf<const Choice extends string>(flag: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((known) => known === text)
  if (choice === undefined) throw new UsageError(`${flag} is one of ${choices.join(', ')}`)
  return choice
}

function readNumber(flag: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min && value <= max)) throw new UsageError(`${flag} is a whole number from ${min} to ${max}`)
  return value
}
