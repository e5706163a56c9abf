import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { connect, createSecureContext, type SecureContext } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { concurrently } from '#lib/scan/concurrently.ts'
import { observe } from '#lib/scan/observe.ts'
import type { Measurement } from '#lib/testing/benchmark.ts'
import { labOptions } from '#lib/testing/lab/scanning.ts'

const rounds = 300
const atOnce = 32
const announcement = z.object({ port: z.int(), root: z.base64() })

/** Handshakes per second of this process' CPU: observe() with a store, and bare node:tls with the same context beside it. */
export default async function handshakes(): Promise<readonly Measurement[]> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve('#lib/testing/lab/standalone.ts'))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { port, root } = announcement.parse(JSON.parse(String(line)))
  const store = {
    id: 'bench',
    name: 'Bench',
    asOf: '2026-11-23T00:00:00.000Z',
    version: '1',
    anchors: [Buffer.from(root, 'base64')],
  }
  const target = { host: '127.0.0.1', port, serverName: 'service.test', transport: 'tls' } as const
  try {
    const context = observingContext(root)
    const bare = () => bareHandshake(port, context)
    const whole = async () => {
      const [seen] = await observe(target, { ...labOptions, store })
      if (seen?.outcome.kind !== 'handshake') throw new Error(`the handshake ended in ${seen?.outcome.kind}`)
    }
    await perCpuSecond(bare, 100)
    await perCpuSecond(whole, 100)
    // In turns, so that a busy machine burdens both alike.
    const bareRates: number[] = []
    const wholeRates: number[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      bareRates.push(await perCpuSecond(bare, rounds))
      wholeRates.push(await perCpuSecond(whole, rounds))
    }
    const [bareRate, wholeRate] = [median(bareRates), median(wholeRates)]
    return [
      { what: 'observe()', value: wholeRate, unit: 'handshakes per CPU second' },
      { what: 'bare node:tls', value: bareRate, unit: 'handshakes per CPU second' },
      { what: 'share of bare node:tls', value: (100 * wholeRate) / bareRate, unit: '%' },
    ]
  } finally {
    child.stdin.end()
  }
}

async function perCpuSecond(handshake: () => Promise<void>, count: number): Promise<number> {
  const before = process.cpuUsage()
  for await (const _ of concurrently(Array.from({ length: count }), atOnce, handshake));
  const { user, system } = process.cpuUsage(before)
  return count / ((user + system) / 1e6)
}

/** Every version and suite that OpenSSL has, as the scanner offers them, but anonymous ones, and this root (base64). */
function observingContext(root: string): SecureContext {
  return createSecureContext({
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.3',
    ciphers: 'ALL:COMPLEMENTOFALL:!aNULL:!PSK:!SRP:@SECLEVEL=0',
    ca: `-----BEGIN CERTIFICATE-----\n${root.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    allowPartialTrustChain: true,
  })
}

function bareHandshake(port: number, secureContext: SecureContext): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      servername: 'service.test',
      secureContext,
      rejectUnauthorized: false,
    })
    socket.once('secureConnect', () => socket.destroy())
    socket.once('close', () => resolve())
    socket.once('error', reject)
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
