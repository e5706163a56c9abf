import { Field, fieldAria, TextareaField, TextField } from '../ui/field.tsx'
import type { useActionForm } from './use-action-form.ts'

/** What a form may send; larger bundles go by the API. */
export const mostFormBytes = 3_500_000

/** The file, text, version and date of a store's content. `prefix` keeps ids apart where a page has several forms. */
export function StoreContentFields({
  prefix,
  spiffe = false,
  tooLarge,
  onTooLarge,
  textOf,
  errorOf,
}: {
  prefix: string
  /** The bundle of a trust domain may be a JWK set. */
  spiffe?: boolean
  tooLarge: boolean
  onTooLarge: (tooLarge: boolean) => void
} & Pick<ReturnType<typeof useActionForm>, 'textOf' | 'errorOf'>) {
  const error = tooLarge ? 'This file is larger than a form may send (3.5 MB). Use /api/v1/trust-stores.' : undefined
  const fileHint = spiffe
    ? 'A SPIFFE bundle (JWK set), or certificates in PEM, DER or PKCS#7; a private key in it is dropped, and told of.'
    : 'Certificates in PEM, DER or PKCS#7; a private key in it is dropped, and told of.'
  const fileId = `${prefix}-file`
  return (
    <>
      <Field id={fileId} label="Bundle" hint={fileHint} error={error}>
        <input
          type="file"
          name="file"
          accept={`.pem,.crt,.cer,.der,.p7b,.p7c,.txt${spiffe ? ',.json,.jwks' : ''}`}
          onChange={(event) => onTooLarge((event.target.files?.[0]?.size ?? 0) > mostFormBytes)}
          className="block w-full text-sm file:mr-3 file:h-8.5 file:cursor-pointer file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-ink hover:file:bg-hover"
          {...fieldAria(fileId, { hint: fileHint, error })}
        />
      </Field>
      <TextareaField
        id={`${prefix}-pem`}
        name="pem"
        label="Or paste it"
        placeholder={spiffe ? '{"spiffe_sequence": 1, "keys": [ … ]}' : '-----BEGIN CERTIFICATE-----'}
        rows={5}
        spellCheck={false}
        className="font-mono text-xs"
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          id={`${prefix}-version`}
          name="version"
          label="Version"
          hint={`Shown with each verdict that used it; empty: ${spiffe ? 'the bundle’s sequence, or ' : ''}the time of upload.`}
          defaultValue={textOf('version')}
          error={errorOf('version')}
          maxLength={200}
        />
        <TextField
          id={`${prefix}-as-of`}
          name="asOf"
          label="As of"
          type="date"
          hint="The date of the content; empty: today."
          defaultValue={textOf('asOf')}
          error={errorOf('asOf')}
          className="max-w-44"
        />
      </div>
    </>
  )
}
