'use client'

import { useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { PolicyRef } from '#lib/data/policies/policy-ref.ts'
import type { SavedPolicy } from '#lib/data/policies/save-policy.ts'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toaster.client.tsx'

/** Makes an earlier version count again, as a new one. */
export function RestoreVersion({
  of,
  version,
  current,
  restore,
}: {
  of: PolicyRef
  version: number
  current: number
  restore: (input: { of: PolicyRef; version: number; current: number }) => Promise<ActionResult<SavedPolicy>>
}) {
  const [pending, setPending] = useState(false)
  const onClick = async () => {
    setPending(true)
    const result = await restore({ of, version, current }).catch(() => null)
    setPending(false)
    if (!result?.ok) toast.error(result?.message ?? 'The server did not answer; reload to see what was changed.')
    else toast.success(result.value.changed ? `Version ${version} counts again` : 'It stands so already')
  }
  return (
    <Button size="sm" disabled={pending} aria-label={`Restore version ${version}`} onClick={() => void onClick()}>
      {pending ? 'Restoring …' : 'Restore'}
    </Button>
  )
}
