import { useEffect, useState } from 'react'
import { z } from 'zod'
import { askApi } from '../discovery/ask-api.ts'

const foundSchema = z.object({
  rows: z.array(
    z.object({
      sha256: z.string(),
      spkiSha256: z.string(),
      subject: z.string(),
      name: z.string(),
      anchorOf: z.array(z.string()).optional(),
    }),
  ),
})

export type FoundCertificate = z.output<typeof foundSchema>['rows'][number]

const afterMs = 250
const most = 8

/** Certificates of a role by a part of their name or the beginning of their hash, a moment after the last key stroke. */
export function useCertificates(role: 'anchor' | 'ca,anchor', text: string) {
  const [found, setFound] = useState<readonly FoundCertificate[]>([])
  const [note, setNote] = useState<string | undefined>(undefined)
  const wanted = text.trim()
  useEffect(() => {
    if (wanted.length < 2) {
      setFound([])
      setNote(undefined)
      return
    }
    const abort = new AbortController()
    const search = async () => {
      const query = new URLSearchParams({ role, q: wanted, limit: String(most) })
      const answer = await askApi('GET', `/api/v1/certificates?${query}`, undefined, abort.signal)
      const read = answer.ok ? foundSchema.safeParse(answer.value) : null
      const rows = read?.success ? read.data.rows : []
      setFound(rows)
      setNote(answer.ok ? (rows.length === 0 ? 'Nothing is named so' : undefined) : answer.message)
    }
    const timer = setTimeout(() => {
      // Aborted when more is typed.
      search().catch(() => undefined)
    }, afterMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [role, wanted])
  return { found, note }
}
