'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { askApi } from '../discovery/ask-api.ts'
import { usePreview } from '../discovery/use-preview.ts'
import { Button } from '../ui/button.tsx'
import { Field, fieldAria, SelectField, TextareaField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toaster.client.tsx'
import { advisoryPreview, importedAdvisory } from './advisory-answers.ts'
import { AdvisoryPreviewView } from './advisory-preview.tsx'

/** As the API takes it; longer files are refused before they are read. */
const mostCharacters = 2 * 1024 * 1024

/** An advisory's file, what importing it would touch, and the import. */
export function ImportAdvisory({ stores }: { stores: readonly { readonly id: string; readonly name: string }[] }) {
  const router = useRouter()
  const fileInput = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState('')
  const [store, setStore] = useState('public')
  const [pending, setPending] = useState(false)
  const tooLarge = file.length > mostCharacters
  const input = file.trim() === '' || tooLarge ? null : { file, store }
  const preview = usePreview('/api/v1/advisories/preview', input, advisoryPreview)
  const choose = async (chosen: File | undefined) => setFile(chosen === undefined ? '' : await chosen.text())
  const bring = async () => {
    setPending(true)
    const answer = await askApi('POST', '/api/v1/advisories', { file, store })
    setPending(false)
    if (!answer.ok) return toast.error(answer.message)
    const { changed, stores: count } = importedAdvisory.parse(answer.value)
    const touched = count === 1 ? 'one store' : `${count.toLocaleString('en')} stores`
    toast.success(changed ? `Imported; ${touched} changed` : 'It was imported before; nothing changed')
    setFile('')
    if (fileInput.current) fileInput.current.value = ''
    router.refresh()
  }
  const hint = 'JSON, as docs/advisories.md describes it.'
  const error = tooLarge ? 'An advisory may have at most 2 MiB.' : undefined
  return (
    <div className="grid min-w-0 gap-4">
      <div className="grid max-w-2xl gap-4">
        <Field id="advisory-file" label="Advisory" hint={hint} error={error}>
          <input
            ref={fileInput}
            type="file"
            accept=".json"
            onChange={(event) => void choose(event.target.files?.[0])}
            className="block w-full text-sm file:mr-3 file:h-8.5 file:cursor-pointer file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-ink hover:file:bg-hover"
            {...fieldAria('advisory-file', { hint, error })}
          />
        </Field>
        <TextareaField
          name="advisory-text"
          label="Or paste it"
          placeholder={'{"title": …, "source": …, "publishedAt": …, "entries": [ … ]}'}
          rows={6}
          spellCheck={false}
          className="font-mono text-xs"
          value={file}
          onChange={(event) => setFile(event.target.value)}
        />
        <SelectField
          name="advisory-store"
          label="For"
          value={store}
          onChange={(event) => setStore(event.target.value)}
          className="max-w-md"
        >
          <option value="public">Every store of public roots, later ones too</option>
          {stores.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      {preview.refusal === null ? null : (
        <Notice kind="error">
          <p>{preview.refusal.message}</p>
          <ul className="list-disc pl-5">
            {preview.refusal.problems.slice(1, 20).map(({ at, problem }) => (
              <li key={`${at} ${problem}`}>
                {at}: {problem}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {preview.value === null ? null : <AdvisoryPreviewView preview={preview.value} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="primary"
          disabled={pending || preview.pending || preview.value === null}
          onClick={() => void bring()}
        >
          {pending ? 'Importing …' : 'Import the advisory'}
        </Button>
        <span role="status" className="text-ink-3 text-xs">
          {preview.pending ? 'Looking at what it touches …' : ''}
        </span>
      </div>
    </div>
  )
}
