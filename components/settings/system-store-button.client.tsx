'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import type { SystemStore } from '#lib/data/trust-stores/read-system-store.ts'
import { Button } from '../ui/button.tsx'
import { FormResult } from './form-result.tsx'
import { anchorsText } from './store-result.tsx'
import { useActionForm } from './use-action-form.ts'

/** Reads what the server's system trusts into its store. */
export function SystemStoreButton({ action }: { action: FormAction<SystemStore> }) {
  const { state, pending, form } = useActionForm(action)
  return (
    <form {...form} className="grid justify-items-start gap-3">
      <FormResult
        state={state}
        done={({ anchors, changed }) =>
          changed ? `Read: ${anchorsText(anchors)}.` : `The store has this content already: ${anchorsText(anchors)}.`
        }
      />
      <Button type="submit" disabled={pending}>
        {pending ? 'Reading …' : 'Read the system’s certificates'}
      </Button>
    </form>
  )
}
