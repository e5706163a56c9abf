'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextareaField, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { type RangePreview, rangePreview, started } from './answers.ts'
import { askApi } from './ask-api.ts'
import { type SiteChoice, SiteSelect } from './site-select.tsx'
import { usePreview } from './use-preview.ts'

/** Address ranges with ports; how much that is, and what of it is forbidden, is shown before the start. */
export function RangesForm({ sites, siteId: own }: { sites: readonly SiteChoice[]; siteId: string }) {
  const router = useRouter()
  const [cidrs, setCidrs] = useState('')
  const [ports, setPorts] = useState('443, 8443')
  const [siteId, setSiteId] = useState(own)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const portWords = splitWords(ports)
  const badPort = portWords.find((word) => !/^\d{1,5}$/.test(word) || Number(word) < 1 || Number(word) > 65_535)
  const ranges = splitWords(cidrs)
  const ready = ranges.length > 0 && portWords.length > 0 && badPort === undefined
  const input = ready ? { kind: 'ranges', siteId, cidrs: ranges, ports: portWords.map(Number) } : null
  const preview = usePreview('/api/v1/discovery/preview', input, rangePreview)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    setProblem(null)
    const answer = await askApi('POST', '/api/v1/discovery', input)
    if (answer.ok) return router.push(`/discovery/${started.parse(answer.value).runId}`)
    setPending(false)
    setProblem(answer.message)
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      {problem === null ? null : <Notice kind="error">{problem}</Notice>}
      <SiteSelect id="ranges-site" sites={sites} value={siteId} onChange={setSiteId} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <TextareaField
          name="cidrs"
          label="Address ranges"
          hint="CIDRs or single addresses, IPv4 or IPv6, parted by line breaks, blanks or commas."
          rows={4}
          value={cidrs}
          onChange={(event) => setCidrs(event.target.value)}
          placeholder={'10.20.0.0/24\n10.30.8.0/22'}
          spellCheck={false}
          className="font-mono text-xs"
        />
        <TextField
          name="ports"
          label="Ports"
          hint="Each address is tried at each of them."
          error={badPort === undefined ? undefined : `“${badPort.slice(0, 20)}” is no port: 1 to 65535`}
          value={ports}
          onChange={(event) => setPorts(event.target.value)}
          inputMode="numeric"
          spellCheck={false}
        />
      </div>
      {preview.refusal === null ? null : (
        <Notice kind="error">
          {preview.refusal.message}
          {preview.refusal.problems.length === 0 ? null : (
            <ul className="list-disc pl-4">
              {preview.refusal.problems.map(({ at, problem: text }) => (
                <li key={`${at} ${text}`}>{text}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {preview.value === null ? null : <RangePreviewView preview={preview.value} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" disabled={pending || preview.pending || preview.value === null}>
          {pending
            ? 'Starting …'
            : preview.value === null
              ? 'Search'
              : `Search ${preview.value.targets.toLocaleString('en')} targets`}
        </Button>
        <span role="status" className="text-ink-3 text-xs">
          {preview.pending ? 'Counting …' : ''}
        </span>
      </div>
    </form>
  )
}

function splitWords(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((word) => word !== ''))]
}

function RangePreviewView({
  preview: { addresses, targets, limit, known, refused, checked },
}: {
  preview: RangePreview
}) {
  const count = (value: number) => value.toLocaleString('en')
  const forbidden = refused.reduce((sum, one) => sum + one.count, 0)
  return (
    <section aria-label="Preview" className="grid gap-2 text-sm">
      <p role="status" className="nums font-medium">
        {count(addresses)} {addresses === 1 ? 'address' : 'addresses'}, {count(targets)}{' '}
        {targets === 1 ? 'target' : 'targets'} of {count(limit)} that one run may cover · {count(known)} known
      </p>
      {refused.length === 0 ? (
        <p className="text-ink-2 text-xs">
          The scope of the site forbids none of {checked < addresses ? `the first ${count(checked)}` : 'them'}.
        </p>
      ) : (
        <Notice>
          The scope forbids {count(forbidden)} of {checked < addresses ? `the first ${count(checked)}` : count(checked)}{' '}
          addresses. They are refused and told in the results; the others are tried.
          <ul className="list-disc pl-4">
            {refused.map((one) => (
              <li key={one.rule}>
                <code className="font-mono text-xs">{one.rule}</code>: {count(one.count)}, such as {one.example}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </section>
  )
}
