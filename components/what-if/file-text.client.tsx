'use client'

import { Field, fieldAria } from '../ui/field.tsx'

/** A file that is read as text in the browser. */
export function FileText({
  id,
  label,
  hint,
  accept,
  onText,
}: {
  id: string
  label: string
  hint: string
  accept: string
  onText: (text: string) => void
}) {
  const read = async (file: File | undefined) => {
    if (file !== undefined) onText(await file.text())
  }
  return (
    <Field id={id} label={label} hint={hint}>
      <input
        type="file"
        accept={accept}
        onChange={(event) => void read(event.target.files?.[0])}
        className="block w-full text-sm file:mr-3 file:h-8.5 file:cursor-pointer file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-ink hover:file:bg-hover"
        {...fieldAria(id, { hint })}
      />
    </Field>
  )
}
