import ipaddr from 'ipaddr.js'
import { AppError } from '#lib/core/errors.ts'
import type { Candidate } from './candidate.ts'

/** A CIDR with its host bits cleared. */
export interface AddressRange {
  readonly cidr: string
  readonly kind: 'ipv4' | 'ipv6'
  readonly first: bigint
  readonly size: bigint
}

/** More targets than this are a mistake more often than a wish. */
export const defaultRangeLimit = 65_536

/** Reads one CIDR or address; null for what is neither. */
export function readRange(text: string): AddressRange | null {
  const trimmed = text.trim()
  const whole = trimmed.includes('/') ? trimmed : `${trimmed}/${trimmed.includes(':') ? 128 : 32}`
  if (!ipaddr.isValidCIDR(whole) || !/^([\d.]+|[\da-f:.]*:[\da-f:.]*)\/\d+$/i.test(whole)) return null
  if (!whole.includes(':') && !ipaddr.IPv4.isValidCIDRFourPartDecimal(whole)) return null
  const [address, prefix] = ipaddr.parseCIDR(whole)
  const bits = address.kind() === 'ipv4' ? 32 : 128
  const size = 1n << BigInt(bits - prefix)
  const first = (toInteger(address) / size) * size
  return { cidr: `${toAddress(first, address.kind())}/${prefix}`, kind: address.kind(), first, size }
}

/** Reads CIDRs and drops those that lie in others. Throws AppError `invalid-input` that names each that can't be read. */
export function readRanges(cidrs: readonly string[]): readonly AddressRange[] {
  const read = cidrs.map((text, index) => ({ text, index, range: readRange(text) }))
  const problems = read.flatMap(({ text, index, range }) =>
    range === null ? [{ at: `ranges.${index}`, problem: `"${text.slice(0, 60)}" is no CIDR such as 10.1.0.0/24` }] : [],
  )
  if (problems.length > 0) throw new AppError('invalid-input', 'Some ranges cannot be read', { problems })
  const ranges = read.flatMap(({ range }) => (range === null ? [] : [range]))
  return ranges.filter((range, index) => !ranges.some((other, at) => at !== index && holds(other, range, at < index)))
}

/** How many targets the ranges make with these ports. Counts without listing, and takes overlaps once. */
export function countRange(cidrs: readonly string[], ports: readonly number[]): bigint {
  const addresses = readRanges(cidrs).reduce((sum, { size }) => sum + size, 0n)
  return addresses * BigInt(new Set(ports).size)
}

/**
 * Every address of the ranges with every port, lazily. Throws AppError before the first: `invalid-input` for ranges
 * that can't be read, `too-large` for more than `limit` targets.
 */
export function expandRanges(
  cidrs: readonly string[],
  ports: readonly number[],
  limit = defaultRangeLimit,
): AsyncIterable<Candidate> {
  const ranges = readRanges(cidrs)
  const total = countRange(cidrs, ports)
  if (total > BigInt(limit)) {
    const largest = ranges.toSorted((a, b) => (a.size < b.size ? 1 : -1))[0]
    throw new AppError(
      'too-large',
      `${largest?.cidr ?? 'This'}${ranges.length > 1 ? ' and the other ranges make' : ' makes'} ${grouped(total)} targets; the limit of one run is ${grouped(BigInt(limit))}. Split it into smaller ranges, name fewer ports, or raise the limit of the run.`,
    )
  }
  return expand(ranges, [...new Set(ports)])
}

async function* expand(ranges: readonly AddressRange[], ports: readonly number[]): AsyncGenerator<Candidate> {
  for (const { first, size, kind } of ranges) {
    for (let at = first; at < first + size; at += 1n) {
      const host = toAddress(at, kind)
      for (const port of ports) yield { host, port }
    }
  }
}

/** CIDRs nest or lie apart. Of two equal ones the earlier holds the later. */
function holds(outer: AddressRange, inner: AddressRange, earlier: boolean): boolean {
  if (outer.kind !== inner.kind || inner.first < outer.first || inner.first >= outer.first + outer.size) return false
  return outer.size > inner.size || (outer.size === inner.size && earlier)
}

function toInteger(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return address.toByteArray().reduce((value, byte) => value * 256n + BigInt(byte), 0n)
}

function toAddress(value: bigint, kind: 'ipv4' | 'ipv6'): string {
  const width = kind === 'ipv4' ? 4 : 16
  const bytes = Array.from({ length: width }, (_, index) => Number((value >> BigInt(8 * (width - 1 - index))) & 255n))
  return ipaddr.fromByteArray(bytes).toString()
}

function grouped(value: bigint): string {
  return value.toLocaleString('en-US')
}
