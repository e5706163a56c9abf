import ipaddr from 'ipaddr.js'
import { parse } from 'tldts'
import type { Certificate } from '#lib/x509/certificate.ts'

export function dnsNames(certificate: Certificate): readonly string[] {
  return certificate.subjectAltNames.flatMap(({ kind, value }) => (kind === 'dns' ? [value] : []))
}

export function uriNames(certificate: Certificate): readonly string[] {
  return certificate.subjectAltNames.flatMap(({ kind, value }) => (kind === 'uri' ? [value] : []))
}

/** URI names that mean to be SPIFFE IDs, well formed or not. */
export function spiffeIds(certificate: Certificate): readonly string[] {
  return uriNames(certificate).filter((value) => /^spiffe:/i.test(value))
}

/** Four decimal parts or an IPv6 address; short and octal forms are names to TLS clients. */
export function isIpAddress(text: string): boolean {
  if (text.includes(':')) return ipaddr.IPv6.isValid(text)
  return /^\d[\d.]+$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text)
}

/** True for `com`, `co.uk` and their kind by the public suffix list. */
export function isPublicSuffix(name: string): boolean {
  const { publicSuffix, isIcann } = parse(name)
  return isIcann === true && publicSuffix === name.toLowerCase()
}

/** Names that no public CA can have validated: outside the public DNS, reverse zones, reserved addresses. */
export function internalNames(certificate: Certificate): readonly string[] {
  return certificate.subjectAltNames.flatMap(({ kind, value }) => {
    if (kind === 'ip') return isReservedAddress(value) ? [value] : []
    return kind === 'dns' && isInternalName(value) ? [value] : []
  })
}

/** Whether a DNS name, wildcards included, stands outside of the public DNS. */
export function isInternalName(value: string): boolean {
  const name = value.replace(/^\*\./, '').toLowerCase()
  return !name.includes('.') || name.endsWith('.arpa') || parse(name).isIcann !== true
}

function isReservedAddress(value: string): boolean {
  return ipaddr.isValid(value) && ipaddr.process(value).range() !== 'unicast'
}
