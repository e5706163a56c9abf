import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'

export interface HostPort {
  /** A lower-case name in A-label form, or an address without brackets. */
  readonly host: string
  /** Null where none is named. */
  readonly port: number | null
}

export type HostPortReading =
  | { readonly ok: true; readonly value: HostPort }
  | { readonly ok: false; readonly problem: string }

/**
 * Reads `host`, `host:port`, `[v6]`, `[v6]:port`, a bare IPv6 address, or `https://host[:port]/` whose path is let go.
 * Other URLs are refused with a hint, as are loose forms of IPv4 (`127.1`, `0x7f000001`).
 */
export function readHostPort(text: string): HostPortReading {
  const trimmed = text.trim()
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'https') return no(`a ${scheme} URL: write host:port instead`)
  const bare = scheme === undefined ? trimmed : trimmed.slice('https://'.length).replace(/[/?#].*$/, '')
  if (bare.includes('@')) return no('user names have no place in a target')
  if (bare.includes('/')) return no('a path has no place in a target: write host:port')
  if (isIP(bare) === 6) return readParts(bare, undefined)
  const match = /^\[([^\]]*)\](?::(.*))?$/.exec(bare) ?? /^([^:]*)(?::([^:]*))?$/.exec(bare)
  if (!match) return no('more than one colon: write an IPv6 address as [address]:port')
  if (bare.startsWith('[') && isIP(match[1] ?? '') !== 6) return no('between brackets stands no IPv6 address')
  return readParts(match[1] ?? '', match[2])
}

function readParts(hostText: string, portText: string | undefined): HostPortReading {
  const port = portText === undefined ? null : readPort(portText)
  if (port === undefined) return no(`"${shorten(portText ?? '')}" is no port: 1 to 65535`)
  if (hostText === '') return no('no host is named')
  const host = readHost(hostText)
  return host === null ? no(`"${shorten(hostText)}" is no host name or address`) : { ok: true, value: { host, port } }
}

/** Undefined for what is no port. */
export function readPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0
  return port >= 1 && port <= 65_535 ? port : undefined
}

/** A host name in lower-case A-label form, or an address; null for what is neither. */
export function readHost(text: string): string | null {
  if (text.includes('%')) return null
  if (isIP(text) !== 0) return text.toLowerCase()
  const name = domainToASCII(text.replace(/\.$/, '')).toLowerCase()
  const labels = name.split('.')
  const wellFormed = labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  // A last label of digits alone is a mistyped or loose IPv4 address; domainToASCII would quietly turn it into one.
  return name !== '' && name.length <= 253 && wellFormed && !/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')
    ? name
    : null
}

function no(problem: string): HostPortReading {
  return { ok: false, problem }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
