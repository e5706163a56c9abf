'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState } from 'react'
import { z } from 'zod'
import { askApi } from '../discovery/ask-api.ts'
import { LineProblems } from '../discovery/line-problems.client.tsx'
import { usePreview } from '../discovery/use-preview.ts'
import { Cell, SmallTable } from '../identity/small-table.tsx'
import { Button } from '../ui/button.tsx'
import { TextareaField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'

const answer = z.object({
  counts: z.object({ changed: z.number(), unchanged: z.number(), 'not-found': z.number() }),
  results: z.array(
    z.object({
      line: z.number(),
      identity: z.string(),
      outcome: z.enum(['changed', 'unchanged', 'not-found']),
      members: z.array(z.string()),
    }),
  ),
  problems: z.array(z.object({ line: z.number(), problem: z.string() })),
})

const example = `identity,renewal,keyStorage,vendor,reviewedAt,contract,standby
pay.example.com,acme,kms,,,,
partner.example.com,manual,file,Partner Ltd,2026-05-01,MSA 17,`

const words = { changed: 'changes', unchanged: 'stays as it is', 'not-found': 'there is no such identity' } as const
const mostRows = 200

/** A list of declared facts; what each line comes to is shown before anything is saved. */
export function ImportDeclared() {
  const router = useRouter()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [pending, setPending] = useState(false)
  const [told, setTold] = useState<{ readonly ok: boolean; readonly message: string } | null>(null)
  const input = text.trim() === '' ? null : { text }
  const preview = usePreview('/api/v1/declared-facts/preview', input, answer)
  const changed = preview.value?.counts.changed ?? 0
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    const reply = await askApi('POST', '/api/v1/declared-facts', input)
    setPending(false)
    if (!reply.ok) return setTold({ ok: false, message: reply.message })
    const { counts } = answer.parse(reply.value)
    setTold({ ok: true, message: `${counts.changed} changed; they are judged anew.` })
    setText('')
    router.refresh()
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      {told === null ? null : <Notice kind={told.ok ? 'info' : 'error'}>{told.message}</Notice>}
      <div className="grid min-w-0 gap-3 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <TextareaField
          ref={area}
          name="declared"
          label="Declared facts"
          hint="CSV whose first line names its columns, JSON lines, or a JSON array. Empty cells say nothing, “-” (in JSON null) takes back."
          rows={10}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={example}
          spellCheck={false}
          className="min-h-52 whitespace-pre font-mono text-xs"
        />
        <LineProblems text={text} problems={preview.value?.problems ?? []} area={area} />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" disabled={pending || preview.pending || changed === 0}>
          {pending ? 'Saving …' : changed === 0 ? 'Save' : `Save ${changed.toLocaleString('en')}`}
        </Button>
        <label className="link cursor-pointer text-sm focus-within:outline-2">
          Upload a file
          <input
            type="file"
            accept=".csv,.json,.jsonl,.txt"
            className="sr-only"
            onChange={(event) => {
              const file = event.target.files?.[0]
              if (file) void file.text().then(setText)
              event.target.value = ''
            }}
          />
        </label>
        <span role="status" className="text-ink-3 text-xs">
          {preview.pending ? 'Reading …' : ''}
        </span>
      </div>
      {preview.refusal === null ? null : <Notice kind="error">{preview.refusal.message}</Notice>}
      {preview.value === null ? null : <Preview value={preview.value} />}
    </form>
  )
}

function Preview({ value: { counts, results } }: { value: z.infer<typeof answer> }) {
  return (
    <div className="grid gap-2">
      <p className="text-ink-2">
        {counts.changed} to change · {counts.unchanged} as they are · {counts['not-found']} not found
      </p>
      {results.length === 0 ? null : (
        <SmallTable
          caption="What each line comes to"
          head={['Identity', 'Line', 'What', 'Members'].map((label) => ({ label }))}
        >
          {results.slice(0, mostRows).map(({ line, identity, outcome, members }) => (
            <tr key={`${line} ${identity}`}>
              <Cell className="max-w-80">
                <bdi className="block truncate">{identity}</bdi>
              </Cell>
              <Cell label="Line">{line}</Cell>
              <Cell label="What">{words[outcome]}</Cell>
              <Cell label="Members">{members.join(', ') || '—'}</Cell>
            </tr>
          ))}
        </SmallTable>
      )}
    </div>
  )
}
