import type { HelloSeen } from './client-hello-seen.ts'
import { readHello } from './client-hello-seen.ts'
import { type HostileCase, hostile } from './hostile-case.ts'
import { serveHellos } from './serve.ts'
import { handshakeRecords, helloRetryRequest, type RetryAsks } from './wire.ts'

const unofferedGroup = 0x0a0a
const broken = ['protocol-error'] as const

/** Servers of TLS 1.3 that retry as the standard forbids (RFC 8446 4.1.4). */
export const retryCases: readonly HostileCase[] = [
  retry('retry-twice', (hello) => ({ group: groupWithoutShare(hello) }), 2),
  retry('retry-twice-with-cookies', () => ({ cookie: Buffer.alloc(16, 1) }), 2),
  retry('retry-for-a-group-not-offered', () => ({ group: unofferedGroup }), 1),
  retry('retry-for-a-share-that-was-sent', (hello) => ({ group: [...hello.shares.keys()][0] ?? unofferedGroup }), 1),
  retry('retry-without-a-change', () => ({}), 1),
  // One after the other, whatever comes back.
  retry('retry-for-ever', (hello) => ({ group: groupWithoutShare(hello), cookie: Buffer.alloc(200, 2) }), 1000),
]

function retry(name: string, asks: (hello: HelloSeen) => RetryAsks, times: number): HostileCase {
  const start = () =>
    serveHellos(async (socket, first) => {
      let hello: HelloSeen | null = first
      for (let said = 0; hello !== null && said < times; said += 1) {
        const suite = hello.suites.find((id) => id >> 8 === 0x13) ?? 0x1301
        socket.write(handshakeRecords(helloRetryRequest(hello.sessionId, suite, asks(hello))))
        hello = await readHello(socket)
      }
      socket.resume()
    })
  return hostile(name, start, broken)
}

function groupWithoutShare({ groups, shares }: HelloSeen): number {
  return groups.find((group) => !shares.has(group) && group !== unofferedGroup) ?? unofferedGroup
}
