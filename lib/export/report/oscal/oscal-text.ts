import { escapeUnsafe } from '#lib/x509/escape-text.ts'

/** Properties that OSCAL itself does not define. */
export const ownNamespace = 'urn:countersign:oscal'

const longestProperty = 4000

/** An OSCAL string: one line, not empty, no white space at its ends. */
export function oscalString(text: string): string {
  const line = escapeUnsafe(text).trim()
  if (line === '') return '(empty)'
  return line.length > longestProperty
    ? `${line.slice(0, longestProperty).trimEnd()} (shortened; whole in the snapshot)`
    : line
}

/** Text of others inside a markup field, where CommonMark would read links, code and tags out of it. */
export function markup(text: string): string {
  return oscalString(text).replace(/[\\`*_{}[\]<>()#+!|~&$^"']/g, '\\$&')
}

export interface Property {
  readonly name: string
  readonly value: string
  readonly ns?: string
}

/** Only those that say something. */
export function ownProperties(values: Readonly<Record<string, string | number | boolean | null>>): readonly Property[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [{ name, ns: ownNamespace, value: oscalString(String(value)) }],
  )
}
