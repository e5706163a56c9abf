import type { Socket } from 'node:net'
import { certificates } from '../cases/credentials.ts'
import { type LabServer, startTlsServer, type TlsServerOptions } from '../tls-server.ts'
import type { Ending } from './hostile-case.ts'
import { drip, serveRelay } from './serve.ts'
import { alertRecord } from './wire.ts'

/** A good server that turns connections away, once it has served this many. */
export async function startRateLimited(served: number, how: Ending): Promise<LabServer> {
  return serveRelay([await startTlsServer(plain())], ([upstream], number, socket) => {
    if (number < served) return upstream
    turnAway(socket, how)
    return null
  })
}

/** How a server, or a box before it, is broken by a hello that the standard allows. */
export const intolerances = {
  /** Hangs on what certain load balancers took for SSL 2.0 (RFC 7685 4): a message of 256 to 511 bytes. */
  'hangs-on-256-to-511-bytes': (first: Buffer) => (between(first, 256, 511) ? 'silence' : null),
  'resets-over-512-bytes': (first: Buffer) => (between(first, 513, Number.POSITIVE_INFINITY) ? 'reset' : null),
  'closes-on-over-1400-bytes': (first: Buffer) => (first.length > 1400 ? 'close' : null),
  /** RFC 8701: values of the form 0x?a?a. */
  'alerts-on-grease': (first: Buffer) => (hasGrease(first) ? 'fatal-alert' : null),
  'resets-on-grease': (first: Buffer) => (hasGrease(first) ? 'reset' : null),
  /** Knows no supported_versions, and closes instead of passing over it. */
  'closes-on-tls13-hello': (first: Buffer) => (first.includes(Buffer.from('002b', 'hex')) ? 'close' : null),
} as const satisfies Readonly<Record<string, (first: Buffer) => Ending | null>>

export type Intolerance = keyof typeof intolerances

/** A good server behind something that is broken by certain hellos. */
export async function startIntolerant(kind: Intolerance): Promise<LabServer> {
  const upstream = await startTlsServer(plain())
  return serveRelay([upstream], (_all, _number, socket, first) => {
    const how = intolerances[kind](first)
    if (how) turnAway(socket, how)
    return how ? null : upstream
  })
}

/** Connections go to one and the other of two servers, as behind a balancer whose backends differ. */
export async function startUnequal(
  one: Partial<TlsServerOptions>,
  other: Partial<TlsServerOptions>,
): Promise<LabServer> {
  const both = [await startTlsServer({ ...plain(), ...one }), await startTlsServer({ ...plain(), ...other })]
  return serveRelay(both, (servers, number) => servers[number % 2])
}

function plain(): TlsServerOptions {
  return { ...certificates.ecdsa(), groups: 'X25519:P-256' }
}

function turnAway(socket: Socket, how: Ending): void {
  if (how === 'reset') socket.resetAndDestroy()
  else if (how === 'close') socket.end()
  else if (how === 'fatal-alert') socket.end(alertRecord('fatal', 80))
  else if (how === 'drip') drip(socket, alertRecord('fatal', 80))
}

/** The length of the handshake message in the first record. */
function between(first: Buffer, least: number, most: number): boolean {
  const length = first.length < 9 ? 0 : 4 + first.readUIntBE(6, 3)
  return length >= least && length <= most
}

/** Among the suites, or as an extension that is empty or of one byte. */
function hasGrease(first: Buffer): boolean {
  const suitesAt = 44 + (first[43] ?? 0)
  if (first.length < suitesAt + 2) return false
  const end = suitesAt + 2 + first.readUInt16BE(suitesAt)
  for (let at = suitesAt + 2; at + 1 < Math.min(end, first.length); at += 2)
    if (isGrease(first.readUInt16BE(at))) return true
  for (let at = end + 4; at + 4 <= first.length; at += 4 + first.readUInt16BE(at + 2))
    if (isGrease(first.readUInt16BE(at))) return true
  return false
}

function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 255)
}
