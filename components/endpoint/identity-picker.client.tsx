'use client'

import { useId, useState } from 'react'
import { useSearch } from '../shell/use-search.ts'
import { Field, fieldAria } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'

export interface PickedIdentity {
  readonly id: string
  readonly name: string
}

/** Finds an identity by a part of its name. */
export function IdentityPicker({ onPick }: { onPick: (identity: PickedIdentity | null) => void }) {
  const id = useId()
  const [text, setText] = useState('')
  const [picked, setPicked] = useState<string | null>(null)
  const { found, note } = useSearch(picked === null ? text : '')
  const identities = found.filter(({ kind }) => kind === 'identity')
  const change = (next: string) => {
    setText(next)
    setPicked(null)
    onPick(null)
  }
  const hint =
    picked === null ? (identities.length === 0 && found.length > 0 ? 'No identity is named so' : note) : undefined
  return (
    <div className="grid gap-2">
      <Field id={id} label="Identity" hint={hint}>
        <Input
          value={text}
          onChange={(event) => change(event.target.value)}
          placeholder="payments.example.com or spiffe://…"
          autoComplete="off"
          spellCheck={false}
          {...fieldAria(id, { hint })}
        />
      </Field>
      {picked !== null || identities.length === 0 ? null : (
        <ul className="divide-y rounded-md border">
          {identities.map((identity) => (
            <li key={identity.id}>
              <button
                type="button"
                className="grid w-full px-2.5 py-1.5 text-left text-sm hover:bg-hover"
                onClick={() => {
                  setText(identity.label)
                  setPicked(identity.id)
                  onPick({ id: identity.id, name: identity.label })
                }}
              >
                <bdi className="[overflow-wrap:anywhere]">{identity.label}</bdi>
                {identity.detail === '' ? null : <span className="text-ink-3 text-xs">{identity.detail}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
