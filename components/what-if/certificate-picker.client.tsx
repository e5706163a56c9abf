'use client'

import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Field, fieldAria } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { type FoundCertificate, useCertificates } from './use-certificates.ts'

/** Certificates that were picked by a part of their name or by hash; each can be put back. */
export function CertificatePicker({
  label,
  hint,
  error,
  kind,
  picked,
  onChange,
}: {
  label: string
  hint: string
  error?: string | undefined
  kind: 'anchor' | 'ca,anchor'
  picked: readonly FoundCertificate[]
  onChange: (picked: readonly FoundCertificate[]) => void
}) {
  const id = useId()
  const [text, setText] = useState('')
  const { found, note } = useCertificates(kind, text)
  const chosen = new Set(picked.map(({ sha256 }) => sha256))
  const said = note ?? hint
  const pick = (certificate: FoundCertificate) => {
    onChange([...picked, certificate])
    setText('')
  }
  return (
    <div className="grid gap-2">
      <Field id={id} label={label} hint={said} error={error}>
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            // Enter looks, and does not send the form.
            if (event.key === 'Enter') event.preventDefault()
          }}
          placeholder="Name or SHA-256"
          autoComplete="off"
          spellCheck={false}
          {...fieldAria(id, { hint: said, error })}
        />
      </Field>
      {found.length === 0 ? null : (
        <ul aria-label={`${label}: found`} className="divide-y rounded-md border">
          {found
            .filter(({ sha256 }) => !chosen.has(sha256))
            .map((certificate) => (
              <li key={certificate.sha256}>
                <button
                  type="button"
                  className="grid w-full px-2.5 py-1.5 text-left text-sm hover:bg-hover"
                  onClick={() => pick(certificate)}
                >
                  <Named certificate={certificate} />
                </button>
              </li>
            ))}
        </ul>
      )}
      {picked.length === 0 ? null : (
        <ul aria-label={`${label}: chosen`} className="grid gap-1">
          {picked.map((certificate) => (
            <li
              key={certificate.sha256}
              className="flex items-center justify-between gap-2 rounded-md border bg-sunken py-1 pr-1 pl-2.5 text-sm"
            >
              <span className="grid min-w-0">
                <Named certificate={certificate} />
              </span>
              <Button
                variant="quiet"
                size="icon"
                aria-label={`Leave out ${certificate.subject}`}
                onClick={() => onChange(picked.filter(({ sha256 }) => sha256 !== certificate.sha256))}
              >
                <X aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Named({ certificate: { subject, name, sha256, anchorOf = [] } }: { certificate: FoundCertificate }) {
  return (
    <>
      <bdi className="[overflow-wrap:anywhere]">{subject === '' ? name : subject}</bdi>
      <span className="text-ink-3 text-xs">
        {sha256.slice(0, 16)}
        {anchorOf.length === 0 ? '' : ` · ${anchorOf.join(', ')}`}
      </span>
    </>
  )
}
