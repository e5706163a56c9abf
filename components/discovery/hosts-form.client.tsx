'use client'

import { useRouter } from 'next/navigation'
import { type ChangeEvent, type FormEvent, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextareaField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { hostsPreview, started } from './answers.ts'
import { askApi } from './ask-api.ts'
import { HostsPreviewView } from './hosts-preview.tsx'
import { LineProblems } from './line-problems.client.tsx'
import { type SiteChoice, SiteSelect } from './site-select.tsx'
import { usePreview } from './use-preview.ts'

const example = `payments.example.com
mail.example.com:25
10.20.0.15:8443

or CSV: host,port,sni,starttls,identity,environment,owner,criticality,tags`

/** Paste or upload hosts; what each line comes to is shown before anything is added. The text is never taken away. */
export function HostsForm({ sites, siteId: own }: { sites: readonly SiteChoice[]; siteId: string }) {
  const router = useRouter()
  const [text, setText] = useState('')
  const [siteId, setSiteId] = useState(own)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const input = text.trim() === '' ? null : { kind: 'hosts', siteId, text }
  const preview = usePreview('/api/v1/discovery/preview', input, hostsPreview)
  const usable = preview.value === null ? 0 : preview.value.counts.added + preview.value.counts.known
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    setProblem(null)
    const answer = await askApi('POST', '/api/v1/discovery', input)
    if (answer.ok) return router.push(`/discovery/${started.parse(answer.value).runId}`)
    setPending(false)
    setProblem(answer.message)
  }
  const upload = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (file === undefined) return
    setText(await file.text())
    event.target.value = ''
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      {problem === null ? null : <Notice kind="error">{problem}</Notice>}
      <SiteSelect id="hosts-site" sites={sites} value={siteId} onChange={setSiteId} />
      <div className="grid min-w-0 gap-3 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <TextareaField
          ref={area}
          name="hosts"
          label="Hosts"
          hint="One host or host:port per line, or CSV whose first line names its columns. Lines that begin with # are left out."
          rows={10}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={example}
          spellCheck={false}
          className="min-h-60 whitespace-pre font-mono text-xs"
        />
        <LineProblems text={text} problems={preview.value?.problems ?? []} area={area} />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" disabled={pending || preview.pending || usable === 0}>
          {pending ? 'Adding …' : usable === 0 ? 'Add and scan' : `Add and scan ${usable.toLocaleString('en')}`}
        </Button>
        <label className="link cursor-pointer text-sm focus-within:outline-2">
          Upload a file
          <input
            type="file"
            accept=".txt,.csv,text/plain,text/csv"
            className="sr-only"
            onChange={(event) => void upload(event)}
          />
        </label>
        <span role="status" className="text-ink-3 text-xs">
          {preview.pending ? 'Reading the list …' : ''}
        </span>
      </div>
      {preview.refusal === null ? null : <Notice kind="error">{preview.refusal.message}</Notice>}
      {preview.value === null ? null : <HostsPreviewView preview={preview.value} />}
    </form>
  )
}
