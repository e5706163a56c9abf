import { useEffect, useState } from 'react'
import type { z } from 'zod'
import type { InputProblem } from '#lib/core/errors.ts'
import { askApi } from './ask-api.ts'

export interface Preview<T> {
  /** The newest answer; it stays while the next one is asked for. */
  readonly value: T | null
  readonly refusal: { readonly message: string; readonly problems: readonly InputProblem[] } | null
  readonly pending: boolean
}

const none = { value: null, refusal: null, pending: false } as const
const afterMs = 500

/**
 * What the server says of an input, asked a moment after its last change; null asks nothing. An older answer never
 * replaces a newer one.
 */
export function usePreview<Schema extends z.ZodType>(
  path: string,
  input: unknown,
  schema: Schema,
): Preview<z.output<Schema>> {
  const [preview, setPreview] = useState<Preview<z.output<Schema>>>(none)
  const body = input === null ? null : JSON.stringify(input)
  useEffect(() => {
    if (body === null) {
      setPreview(none)
      return
    }
    const abort = new AbortController()
    setPreview((last) => ({ ...last, pending: true }))
    const timer = setTimeout(() => {
      askApi('POST', path, JSON.parse(body), abort.signal)
        .then((answer) => {
          if (answer.ok) setPreview({ value: schema.parse(answer.value), refusal: null, pending: false })
          else setPreview({ value: null, refusal: answer, pending: false })
        })
        .catch(() => {
          if (!abort.signal.aborted)
            setPreview({
              value: null,
              refusal: { message: 'The answer could not be read.', problems: [] },
              pending: false,
            })
        })
    }, afterMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [body, path, schema])
  return preview
}
