'use client'

import { useState } from 'react'
import { z } from 'zod'
import type { ActionResult } from '#lib/api/action-result.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toaster.client.tsx'

export type BindAction = (input: { endpointIds: string[]; identityId: string | null }) => Promise<ActionResult<number>>

/** Of GET /api/v1/search. */
const foundSchema = z.object({
  results: z.array(z.object({ kind: z.string(), id: z.string(), label: z.string(), detail: z.string() })),
})

type Found = z.infer<typeof foundSchema>['results']

/** Finds an endpoint by its host and binds it by hand, whatever it is bound to now. */
export function BindEndpoint({ identityId, bind }: { identityId: string; bind: BindAction }) {
  const [open, setOpen] = useState(false)
  const [found, setFound] = useState<Found | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const look = async (text: string) => {
    setPending(true)
    setProblem(null)
    const answer = await searchEndpoints(text).catch(() => null)
    setPending(false)
    if (answer === null) setProblem('The search did not answer; try again.')
    else setFound(answer)
  }
  const choose = async (id: string) => {
    setPending(true)
    const result = await bind({ endpointIds: [id], identityId }).catch(() => null)
    setPending(false)
    if (!result?.ok) return setProblem(result?.message ?? 'The server did not answer; reload to see what was changed.')
    toast.success(result.value === 0 ? 'It was bound by hand already' : 'Bound and judged anew')
    setOpen(false)
    setFound(null)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Bind an endpoint"
      description="It ought to prove this identity from now on. A binding by hand is left alone by rules."
      trigger={<Button size="sm">Bind an endpoint</Button>}
    >
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void look(String(new FormData(event.currentTarget).get('host') ?? ''))
        }}
      >
        <div className="min-w-0 flex-1">
          <TextField
            name="host"
            label="Host"
            required
            maxLength={200}
            autoComplete="off"
            placeholder="payments.example.com"
          />
        </div>
        <Button type="submit" disabled={pending}>
          Find
        </Button>
      </form>
      {problem === null ? null : <Notice kind="error">{problem}</Notice>}
      {found === null ? null : found.length === 0 ? (
        <p className="text-ink-2">No endpoint has this in its host. Endpoints are added under Discovery.</p>
      ) : (
        <ul className="divide-y rounded-md border">
          {found.map((endpoint) => (
            <li key={endpoint.id} className="flex items-center justify-between gap-3 px-3 py-2">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <bdi>{endpoint.label}</bdi>
                {endpoint.detail === '' ? null : <span className="block text-ink-3 text-xs">{endpoint.detail}</span>}
              </span>
              <Button size="sm" variant="primary" disabled={pending} onClick={() => void choose(endpoint.id)}>
                Bind
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}

/** Hands one endpoint back to the rules. */
export function UnbindEndpoint({ endpointId, name, bind }: { endpointId: string; name: string; bind: BindAction }) {
  const [pending, setPending] = useState(false)
  const unbind = async () => {
    setPending(true)
    const result = await bind({ endpointIds: [endpointId], identityId: null }).catch(() => null)
    setPending(false)
    if (result?.ok) toast.success('Handed back to the rules')
    else toast.error(result?.message ?? 'The server did not answer; reload to see what was changed.')
  }
  return (
    <Button
      size="sm"
      variant="quiet"
      disabled={pending}
      aria-label={`Unbind ${name}`}
      title="Hands it back to the rules: where one matches, it stays bound by that rule"
      onClick={() => void unbind()}
    >
      Unbind
    </Button>
  )
}

async function searchEndpoints(text: string): Promise<Found> {
  const response = await fetch(`/api/v1/search?q=${encodeURIComponent(text.trim())}`)
  if (!response.ok) throw new Error(`search answered ${response.status}`)
  return foundSchema.parse(await response.json()).results.filter(({ kind }) => kind === 'endpoint')
}
