import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { describe, expect, test } from 'vitest'
import { certificates } from '../cases/credentials.ts'
import { findBinary } from './binaries.ts'
import { missing } from './make.ts'
import { openssl, startOpenssl } from './openssl.ts'
import { startProcess } from './server-process.ts'

const noOpenssl = missing(openssl)

describe('a server in a process of its own', () => {
  test('a program that ends at once is told with what it said', async () => {
    const started = startProcess('broken', () => ({ program: 'sh', args: ['-c', 'echo this cannot work >&2; exit 3'] }))
    await expect(started).rejects.toThrow('broken did not start: this cannot work')
  })

  test('a program that is not there is named', async () => {
    const started = startProcess('absent', () => ({ program: 'no-such-server', args: [] }))
    await expect(started).rejects.toThrow('no-such-server is not installed')
  })

  test('an absent make is told with its Debian package', () => {
    const absent = { name: 'Nothing', debianPackage: 'nothing-server', available: () => false }
    expect(missing(absent)).toBe('Nothing is not installed (Debian: nothing-server)')
  })

  test('closing it frees the port and removes its directory', async (context) => {
    if (noOpenssl) return context.skip(noOpenssl)
    const server = await startOpenssl({ certificates: [certificates.ecdsa()] })
    expect(await accepts(server.port)).toBe(true)
    await server.close()
    expect(await accepts(server.port)).toBe(false)
  })

  test('it ends with the process that started it, however that dies', async (context) => {
    if (noOpenssl || !findBinary('sh')) return context.skip(noOpenssl ?? 'no shell')
    const parent = spawn(process.execPath, [new URL('./start-and-hang.ts', import.meta.url).pathname], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(createInterface(parent.stdout), 'line')
    const [port, directory] = String(line).split(' ')
    expect(await accepts(Number(port))).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => accepts(Number(port)), { timeout: 10_000 }).toBe(false)
    await expect.poll(() => existsSync(directory ?? ''), { timeout: 10_000 }).toBe(false)
  })
})

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
