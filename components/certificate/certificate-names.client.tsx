'use client'

import { useState } from 'react'
import type { GeneralName } from '#lib/x509/certificate.ts'
import { Input } from '../ui/input.tsx'
import { Name } from '../ui/name.tsx'

const kinds: Readonly<Record<GeneralName['kind'], string>> = {
  dns: 'DNS',
  ip: 'IP',
  uri: 'URI',
  email: 'e-mail',
  directory: 'directory',
  other: 'other',
}

/** Above this many a search box helps. */
const searchFrom = 12

/** Every name, whole, however many there are: the list scrolls, and the browser's own search finds them too. */
export function CertificateNames({ names }: { names: readonly GeneralName[] }) {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const shown = wanted === '' ? names : names.filter(({ value }) => value.toLowerCase().includes(wanted))
  if (names.length === 0) return <p className="text-ink-3">No alternative names</p>
  return (
    <div className="grid gap-2">
      {names.length < searchFrom ? null : (
        <div className="no-print flex flex-wrap items-center gap-3">
          <Input
            type="search"
            aria-label="Find in names"
            placeholder="Find in names"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="sm:max-w-64"
          />
          <span role="status" className="nums text-ink-3 text-xs">
            {shown.length.toLocaleString('en')} of {names.length.toLocaleString('en')} names
          </span>
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <section aria-label="Names" tabIndex={0} className="max-h-80 overflow-y-auto print:max-h-none">
        <ul className="grid gap-x-6 sm:grid-cols-2">
          {[...shown.entries()].map(([index, name]) => (
            <li key={`${name.kind} ${name.value} ${index}`} className="flex min-w-0 items-baseline gap-2 border-b py-1">
              <span className="w-14 shrink-0 text-ink-3 text-xs">{kinds[name.kind]}</span>
              <span className="min-w-0 font-mono text-xs">
                <Name value={name.value} />
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
