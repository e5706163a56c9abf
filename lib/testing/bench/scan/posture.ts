import { startFarm } from './farm.ts'
import { type Row, rate, times } from './row.ts'
import { cpuOfScript, runRounds } from './run-scanner.ts'

/** As many as an estate has: the start of the process and its first, slow code count among them. */
const endpoints = 2000
const byNmap = 40
const bySslscan = 12
const testsslSeconds = 900

/** Everything about each endpoint, and what a grade needs, beside the scanners that enumerate. */
export async function posture(): Promise<readonly Row[]> {
  const farm = await startFarm('tls-farm.ts', endpoints)
  try {
    const { ports, root } = farm
    const task = { ports, root, depth: 'posture', rounds: 1, atOnce: 32 } as const
    const [whole] = await runRounds('scan-child.ts', task)
    const [quick] = await runRounds('scan-child.ts', { ...task, depth: 'quick' })
    const ours = rate('posture', endpoints, whole?.cpuSeconds ?? null, { least: 150 })
    const others = [
      [await nmap(ports.slice(0, byNmap)), 6],
      [await sslscan(ports.slice(-bySslscan)), 12],
      [await testssl(ports[byNmap]), 5000],
    ] as const
    return [
      ours,
      ...others.flatMap(([other, least]) => [other, times(ours, other, least)]),
      rate('quick', endpoints, quick?.cpuSeconds ?? null, { least: 450 }),
      connections('posture', whole?.connections, 40),
      connections('quick', quick?.connections, 10),
    ]
  } finally {
    farm.close()
  }
}

function connections(depth: string, all: number | undefined, most: number): Row {
  const value = all === undefined ? null : all / endpoints
  return { what: `connections to a modern server, ${depth}`, value, unit: 'connections', target: { most } }
}

async function nmap(ports: readonly number[]): Promise<Row> {
  const script = `nmap -Pn -n -p ${ports.join(',')} --script +ssl-enum-ciphers -T5 127.0.0.1`
  return rate('nmap ssl-enum-ciphers, one process', ports.length, await cpuOfScript('nmap', script))
}

async function sslscan(ports: readonly number[]): Promise<Row> {
  const script = `for port in ${ports.join(' ')}; do sslscan --no-colour 127.0.0.1:$port; done`
  return rate('sslscan', ports.length, await cpuOfScript('sslscan', script))
}

/** It takes minutes for one server; where it is ended before, the rate is more than it would have been. */
async function testssl(port: number | undefined): Promise<Row> {
  const script = `testssl --warnings off --color 0 --ip 127.0.0.1 127.0.0.1:${port}`
  return rate('testssl.sh', 1, await cpuOfScript('testssl', script, testsslSeconds))
}
