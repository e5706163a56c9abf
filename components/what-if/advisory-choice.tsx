import { CheckboxField, SelectField, TextareaField } from '../ui/field.tsx'
import type { Draft } from './draft.ts'
import { FileText } from './file-text.client.tsx'

export interface AdvisoryOption {
  readonly id: string
  readonly title: string
}

/** An advisory that was imported, or one that nobody imported yet. */
export function AdvisoryChoice({
  draft,
  set,
  advisories,
}: {
  draft: Draft
  set: (change: Partial<Draft>) => void
  advisories: readonly AdvisoryOption[]
}) {
  const { advisory, advisoryText, atOnce } = draft
  return (
    <div className="grid gap-4">
      <SelectField
        name="advisory"
        label="An advisory applies"
        value={advisory}
        onChange={(event) => set({ advisory: event.target.value })}
      >
        <option value="">None</option>
        <option value="file">One that I paste or upload</option>
        {advisories.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </SelectField>
      {advisory !== 'file' ? null : (
        <>
          <FileText
            id="advisory-file"
            label="Advisory"
            hint="JSON, as docs/advisories.md describes it. It is not imported."
            accept=".json"
            onText={(text) => set({ advisoryText: text })}
          />
          <TextareaField
            name="advisory-text"
            label="Or paste it"
            rows={5}
            spellCheck={false}
            className="font-mono text-xs"
            value={advisoryText}
            onChange={(event) => set({ advisoryText: event.target.value })}
          />
        </>
      )}
      {advisory === '' ? null : (
        <CheckboxField
          name="at-once"
          label="As if all of its dates had come"
          checked={atOnce}
          onChange={(event) => set({ atOnce: event.target.checked })}
        />
      )}
    </div>
  )
}
