import { startFarm } from './farm.ts'
import { type Row, rate, times } from './row.ts'
import { cpuOfScript, runRounds } from './run-scanner.ts'

const endpoints = 3000
const byOpenssl = 60
const bySslscan = 60
const byNmap = 400

/** One authenticated handshake of each endpoint, with what it shows judged, beside other ways to read certificates. */
export async function inventory(): Promise<readonly Row[]> {
  const farm = await startFarm('tls-farm.ts', endpoints)
  try {
    const { ports, root } = farm
    const task = { ports, root, depth: 'inventory', rounds: 2, atOnce: 64 } as const
    const [cold, again] = await runRounds('scan-child.ts', task)
    const [node] = await runRounds('node-tls-child.ts', { ...task, rounds: 1 })
    const ours = rate('inventory', endpoints, cold?.cpuSeconds ?? null, { least: 1200 })
    const others = [
      [rate('node:tls', endpoints, node?.cpuSeconds ?? null), 1.8],
      [
        await loop(
          'openssl',
          ports.slice(0, byOpenssl),
          (port) => `openssl s_client -connect ${port} -showcerts -status`,
        ),
        9,
      ],
      [await loop('sslscan', ports.slice(-bySslscan), (port) => `sslscan ${certificatesAlone} ${port}`), 9],
      [await nmap(ports.slice(0, byNmap)), 2],
    ] as const
    return [
      ours,
      ...others.flatMap(([other, least]) => [other, times(ours, other, least)]),
      rate('rescan of unchanged certificates', endpoints, again?.cpuSeconds ?? null, { least: 2200 }),
    ]
  } finally {
    farm.close()
  }
}

const certificatesAlone = [
  '--no-ciphersuites --no-fallback --no-renegotiation --no-compression --no-heartbleed --no-groups',
  '--no-cipher-details --show-certificate --ocsp --no-colour',
].join(' ')

async function loop(tool: string, ports: readonly number[], command: (address: string) => string): Promise<Row> {
  const script = `for port in ${ports.join(' ')}; do ${command('127.0.0.1:$port')}; done`
  return rate(`${tool}, one process each`, ports.length, await cpuOfScript(tool, script))
}

async function nmap(ports: readonly number[]): Promise<Row> {
  const script = `nmap -Pn -n -p ${ports.join(',')} --script +ssl-cert -T5 127.0.0.1`
  return rate('nmap ssl-cert, one process', ports.length, await cpuOfScript('nmap', script))
}
