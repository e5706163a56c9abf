'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import type { KeyChoice } from '#lib/data/policies/get-policy-editing.ts'
import { Button } from '../ui/button.tsx'
import { Field, fieldAria } from '../ui/field.tsx'
import { Input, Select } from '../ui/input.tsx'
import type { FieldInputProps } from './policy-field-input.tsx'
import { lines } from './policy-texts.ts'
import { emptyList } from './policy-words.ts'

/** Keys by hash: chosen from what is served now and from the store's anchors, or pasted. */
export function KeysField({
  field,
  text,
  editing,
  error,
  hint,
  onChange,
}: FieldInputProps & { readonly hint: string }) {
  const [pasted, setPasted] = useState('')
  const id = `policy-${field.key}`
  const chosen = lines(text)
  const wanted = field.key === 'pins' ? leafKey : issuerKey
  const choices = editing.keys.filter((key) => wanted(key) && !chosen.includes(key.spkiSha256))
  const add = (...hashes: readonly string[]) => onChange([...new Set([...chosen, ...hashes])].join('\n'))
  const addPasted = () => {
    if (pasted.trim() !== '') add(...pasted.split(/[\s,]+/).filter((part) => part !== ''))
    setPasted('')
  }
  return (
    <Field id={id} label={field.label} hint={hint} error={error}>
      {chosen.length === 0 ? null : (
        <ul aria-label={`${field.label}: chosen`} className="grid gap-1">
          {chosen.map((hash) => (
            <li key={hash} className="flex min-w-0 items-center gap-2 rounded-md border bg-sunken py-0.5 pr-0.5 pl-2">
              <span className="min-w-0 flex-1">
                <bdi className="block truncate text-xs">{labelOf(editing.keys, hash)}</bdi>
                <code title={hash} className="block truncate font-mono text-ink-3 text-xs">
                  {hash}
                </code>
              </span>
              <Button
                variant="quiet"
                size="sm"
                aria-label={`Take out ${hash.slice(0, 12)}`}
                onClick={() => onChange(chosen.filter((one) => one !== hash).join('\n'))}
              >
                <X aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label={`${field.label}: choose a key`}
          className="max-w-full flex-1 basis-56"
          disabled={choices.length === 0 || text === emptyList}
          value=""
          onChange={(event) => add(event.target.value)}
        >
          <option value="">{choices.length === 0 ? 'No key is known here' : 'Choose a key …'}</option>
          {[...Map.groupBy(choices, (key) => key.group)].map(([group, keys]) => (
            <optgroup key={group} label={group}>
              {keys.map(({ spkiSha256, label }) => (
                <option key={spkiSha256} value={spkiSha256}>
                  {label.length > 90 ? `${label.slice(0, 90)}…` : label} · {spkiSha256.slice(0, 8)}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
        <Input
          name={field.key}
          placeholder="or paste SHA-256 hashes"
          autoComplete="off"
          spellCheck={false}
          disabled={text === emptyList}
          className="flex-1 basis-48 font-mono text-xs"
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
          onBlur={addPasted}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            addPasted()
          }}
          {...fieldAria(id, { hint, error })}
        />
      </div>
    </Field>
  )
}

const leafKey = ({ group }: KeyChoice) => group === 'Served now'
const issuerKey = ({ group }: KeyChoice) => group !== 'Served now'

function labelOf(keys: readonly KeyChoice[], hash: string): string {
  return keys.find(({ spkiSha256 }) => spkiSha256 === hash)?.label ?? 'Not served now'
}
