'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { z } from 'zod'
import type { InputProblem } from '#lib/core/errors.ts'
import { askApi } from '../discovery/ask-api.ts'
import { Button } from '../ui/button.tsx'
import { Card, Section } from '../ui/card.tsx'
import { CheckboxField, SelectField, TextareaField, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { AdvisoryChoice, type AdvisoryOption } from './advisory-choice.tsx'
import { CertificatePicker } from './certificate-picker.client.tsx'
import { type Draft, emptyDraft, isEmpty, questionOf } from './draft.ts'
import { FileText } from './file-text.client.tsx'

const askedSchema = z.object({ id: z.string() })

interface Refusal {
  readonly message: string
  readonly problems: readonly InputProblem[]
}

/** What is supposed, in parts that may be combined; asking leads to the report's page. */
export function QuestionForm({
  stores,
  advisories,
}: {
  stores: readonly { readonly id: string; readonly name: string }[]
  advisories: readonly AdvisoryOption[]
}) {
  const router = useRouter()
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const set = (change: Partial<Draft>) => setDraft((last) => ({ ...last, ...change }))
  const ask = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    setRefusal(null)
    const answer = await askApi('POST', '/api/v1/what-ifs', questionOf(draft))
    if (answer.ok) return router.push(`/what-if/${askedSchema.parse(answer.value).id}`)
    setRefusal(answer)
    setPending(false)
  }
  return (
    <form onSubmit={(event) => void ask(event)} className="grid max-w-4xl gap-5">
      <Anchors draft={draft} set={set} stores={stores} />
      <Section title="Keys" note="Distrust works by key: no path runs through it, cross-signed or not.">
        <Card className="grid items-start gap-5 md:grid-cols-2">
          <CertificatePicker
            label="Keys that are distrusted"
            hint="Of CAs and anchors on record, at every instant."
            kind="ca,anchor"
            picked={draft.keys}
            onChange={(keys) => set({ keys })}
          />
          <AdvisoryChoice draft={draft} set={set} advisories={advisories} />
        </Card>
      </Section>
      <Rules draft={draft} set={set} />
      {refusal === null ? null : <Refused refusal={refusal} />}
      <div className="flex flex-wrap items-start gap-4">
        <TextField
          name="name"
          label="Name of the report"
          hint="Empty: what is supposed."
          maxLength={200}
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
          className="sm:w-96"
        />
        <Button type="submit" variant="primary" disabled={pending || isEmpty(draft)} className="sm:mt-6">
          {pending ? 'Asking …' : 'Ask'}
        </Button>
      </div>
    </form>
  )
}

interface PartProps {
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
}

function Anchors({
  draft,
  set,
  stores,
}: PartProps & { stores: readonly { readonly id: string; readonly name: string }[] }) {
  return (
    <Section title="Stores and anchors">
      <Card className="grid items-start gap-5 md:grid-cols-2">
        <SelectField
          name="store"
          label="For what answers to"
          hint="What answers to other stores stays as it is."
          value={draft.storeId}
          onChange={(event) => set({ storeId: event.target.value })}
        >
          <option value="">Any store</option>
          {stores.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <CertificatePicker
          label="Anchors that go"
          hint="A cross-signed certificate of the same key may still lead to another anchor."
          kind="anchor"
          picked={draft.removed}
          onChange={(removed) => set({ removed })}
        />
        <FileText
          id="added-file"
          label="Anchors that come"
          hint="PEM; private keys in it are dropped."
          accept=".pem,.crt,.cer,.txt"
          onText={(added) => set({ added })}
        />
        <TextareaField
          name="added"
          label="Or paste them"
          placeholder="-----BEGIN CERTIFICATE-----"
          rows={4}
          spellCheck={false}
          className="font-mono text-xs"
          value={draft.added}
          onChange={(event) => set({ added: event.target.value })}
        />
      </Card>
    </Section>
  )
}

function Rules({ draft, set }: PartProps) {
  return (
    <Section title="Day and rules">
      <Card className="grid items-start gap-5 md:grid-cols-3">
        <TextField
          name="day"
          label="On the day"
          type="date"
          hint="Its first instant in UTC; empty: now. Certificates that are served now are judged, whatever will be renewed."
          value={draft.day}
          onChange={(event) => set({ day: event.target.value })}
          className="max-w-44"
        />
        <SelectField
          name="rsa"
          label="The shortest RSA keys"
          hint="In a path, the leaf and the anchor included."
          value={draft.minRsaBits}
          onChange={(event) => set({ minRsaBits: event.target.value })}
        >
          <option value="">As the store’s rules have it</option>
          {[2048, 3072, 4096].map((bits) => (
            <option key={bits} value={bits}>
              {bits} bits
            </option>
          ))}
        </SelectField>
        <CheckboxField
          name="no-sha1"
          label="Signatures with SHA-1 count for nothing"
          checked={draft.noSha1}
          onChange={(event) => set({ noSha1: event.target.checked })}
        />
      </Card>
    </Section>
  )
}

function Refused({ refusal: { message, problems } }: { refusal: Refusal }) {
  const more = problems.filter(({ problem }) => problem !== message).slice(0, 20)
  return (
    <Notice kind="error">
      <p>{message}</p>
      {more.length === 0 ? null : (
        <ul className="list-disc pl-5">
          {more.map(({ at, problem }) => (
            <li key={`${at} ${problem}`}>
              {at}: {problem}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
