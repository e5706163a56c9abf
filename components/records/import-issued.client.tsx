'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState } from 'react'
import { z } from 'zod'
import type { InputProblem } from '#lib/core/errors.ts'
import { askApi } from '../discovery/ask-api.ts'
import { Button } from '../ui/button.tsx'
import { Field, fieldAria, SelectField, TextareaField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemList } from './problem-list.tsx'

const answer = z.object({
  recorded: z.number(),
  known: z.number(),
  unreadable: z.number(),
  privateKeysDropped: z.number(),
  items: z.array(
    z.object({
      sha256: z.string(),
      outcome: z.string(),
      problem: z.string().nullable(),
      identity: z.string().nullable(),
    }),
  ),
  problems: z.array(z.object({ at: z.string(), problem: z.string() })),
})

type Answer = z.infer<typeof answer>
type Outcome = { readonly done: Answer } | { readonly message: string; readonly problems: readonly InputProblem[] }

const mostBytes = 16 * 1024 * 1024

/** A file, or a text, of certificates that were issued; what became of each is told. */
export function ImportIssued() {
  const router = useRouter()
  const files = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [source, setSource] = useState('import')
  const [pending, setPending] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const file = files.current?.files?.[0]
    if (file !== undefined && file.size > mostBytes)
      return setOutcome({ message: 'A file may have at most 16 MiB.', problems: [] })
    setPending(true)
    const content = file === undefined ? { text } : { base64: await base64Of(file), name: file.name.slice(0, 300) }
    const reply = await askApi('POST', '/api/v1/issued-certificates', { ...content, source })
    setPending(false)
    if (!reply.ok) return setOutcome(reply)
    setOutcome({ done: answer.parse(reply.value) })
    setText('')
    if (files.current) files.current.value = ''
    router.refresh()
  }
  const hint = 'PEM, DER or PKCS#7; of CT logs also JSON lines. Private keys are dropped; PKCS#12 can’t be read.'
  return (
    <form onSubmit={(event) => void submit(event)} className="grid max-w-2xl gap-4">
      <SelectField
        name="source"
        label="Where they come from"
        value={source}
        onChange={(event) => setSource(event.target.value)}
      >
        <option value="import">A CA’s or a system’s export</option>
        <option value="ct">A certificate transparency log</option>
      </SelectField>
      <Field id="issued-file" label="File" hint={hint}>
        <input
          ref={files}
          type="file"
          className="block w-full text-sm file:mr-3 file:h-8.5 file:cursor-pointer file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-ink hover:file:bg-hover"
          {...fieldAria('issued-file', { hint })}
        />
      </Field>
      <TextareaField
        name="issued-text"
        label="Or paste it"
        rows={5}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="-----BEGIN CERTIFICATE-----"
        spellCheck={false}
        className="font-mono text-xs"
      />
      <Button type="submit" variant="primary" disabled={pending} className="justify-self-start">
        {pending ? 'Reading …' : 'Put on record'}
      </Button>
      {outcome === null ? null : <Told outcome={outcome} />}
    </form>
  )
}

function Told({ outcome }: { outcome: Outcome }) {
  if (!('done' in outcome))
    return (
      <div className="grid gap-2">
        <Notice kind="error">{outcome.message}</Notice>
        <ProblemList problems={outcome.problems} />
      </div>
    )
  const { recorded, known, unreadable, privateKeysDropped, items, problems } = outcome.done
  const bound = items.filter(({ identity }) => identity !== null).length
  const faults = items.flatMap(({ sha256, problem }) =>
    problem === null ? [] : [{ at: sha256.slice(0, 16), problem }],
  )
  return (
    <div className="grid gap-2">
      <Notice>
        {recorded} recorded, {known} known before, {unreadable} can’t be read; {bound} bound to identities by their
        names.
      </Notice>
      {privateKeysDropped === 0 ? null : (
        <Notice kind="error">
          {privateKeysDropped} private {privateKeysDropped === 1 ? 'key was' : 'keys were'} in it: dropped, not stored,
          and on record as exposed.
        </Notice>
      )}
      <ProblemList problems={[...problems, ...faults]} />
    </div>
  )
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('the file can’t be read'))
    reader.readAsDataURL(file)
  })
}
