'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { EndpointAction } from '#lib/data/endpoints/bulk-action.ts'
import { announce } from '../shell/live-region.client.tsx'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toaster.client.tsx'
import { BindDialog } from './bind-dialog.client.tsx'
import type { BulkAction } from './bulk-actions.client.tsx'
import { RemoveDialog } from './remove-dialog.client.tsx'
import { ScanNow } from './scan-now.client.tsx'

/** What can be done with one endpoint, for analysts. */
export function EndpointActions({
  id,
  label,
  enabled,
  scanning,
  mayRemove,
  change,
}: {
  id: string
  label: string
  enabled: boolean
  scanning: boolean
  mayRemove: boolean
  change: BulkAction
}) {
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const send = async (action: EndpointAction, said: string): Promise<string | null> => {
    setPending(true)
    const result = await change({ selection: { kind: 'ids', ids: [id] }, change: action }).catch(() => null)
    setPending(false)
    if (result === null) return 'The server did not answer; reload to see how it stands.'
    if (!result.ok) return result.message
    const text = result.value.counts.changed > 0 ? said : (result.value.failures[0]?.problem ?? 'It stood so already')
    toast.success(text)
    announce(text)
    return null
  }
  const toggle = async () => {
    const problem = await send(
      { action: enabled ? 'disable' : 'enable' },
      enabled ? 'Scans are switched off' : 'Scans are switched on',
    )
    if (problem !== null) toast.error(problem)
  }
  const remove = async () => {
    const problem = await send({ action: 'remove' }, `${label} was removed`)
    if (problem === null) router.push('/endpoints')
    return problem
  }
  return (
    <>
      <ScanNow request={{ endpointIds: [id] }} disabled={!enabled || scanning} />
      <BindDialog send={(identityId) => send({ action: 'bind', identityId }, 'The binding is changed')} />
      <Button disabled={pending} onClick={() => void toggle()}>
        {enabled ? 'Disable' : 'Enable'}
      </Button>
      {mayRemove ? <RemoveDialog what={label} send={remove} /> : null}
    </>
  )
}
