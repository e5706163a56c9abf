'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { PolicyEditing } from '#lib/data/policies/get-policy-editing.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toaster.client.tsx'
import { PolicyEffectsView } from './policy-effects-view.tsx'
import { PolicyRules } from './policy-rules.tsx'
import { type PolicyActions, usePolicyForm } from './use-policy-form.ts'

interface Props extends PolicyActions {
  readonly editing: PolicyEditing
}

const descriptions = {
  identity:
    'A rule that is left empty falls to the environment, or to the default. Nothing is scanned anew: what was seen is judged again.',
  environment:
    'A rule that is left empty falls to the default; an identity’s own goes before it. Nothing is scanned anew: what was seen is judged again.',
} as const

/** Edits the policy of an environment or an identity: first what would change is shown, then it can be saved. */
export function PolicyEditor(props: Props) {
  const [open, setOpen] = useState(false)
  const { of, version } = props.editing
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={setOpen}
      title={`Policy of this ${of.kind}`}
      description={descriptions[of.kind]}
      trigger={<Button size="sm">Edit the policy</Button>}
    >
      <PolicyForm key={version} {...props} onSaved={() => setOpen(false)} />
    </Dialog>
  )
}

function PolicyForm({ editing, preview, save, onSaved }: Props & { onSaved: () => void }) {
  const router = useRouter()
  const [note, setNote] = useState('')
  const form = usePolicyForm(editing, { preview, save })
  const { draft, setDraft, problems, effects, failure, busy } = form
  const ready = effects !== null && busy !== 'preview'
  return (
    <form
      className="grid min-w-0 gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        void form.onPreview()
      }}
    >
      <PolicyRules editing={editing} draft={draft} problems={problems} onChange={setDraft} />
      <TextField
        name="note"
        id="policy-note"
        label="Note"
        hint="Kept with the version: why, or a ticket."
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {failure === null ? null : (
        <Notice kind="error">
          {failure.message}{' '}
          {failure.stale ? (
            <Button size="sm" onClick={() => router.refresh()}>
              Load the newest version
            </Button>
          ) : null}
        </Notice>
      )}
      {effects === null ? null : <PolicyEffectsView effects={effects} of={editing.of} running={busy === 'preview'} />}
      <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap justify-end gap-2 border-t bg-surface px-5 py-3">
        {busy === 'preview' && effects !== null ? <Button onClick={form.stop}>Stop here</Button> : null}
        <Button type="submit" disabled={busy !== null || problems !== null} variant={ready ? 'secondary' : 'primary'}>
          {busy === 'preview' ? 'Judging …' : 'Preview'}
        </Button>
        <Button
          variant={ready ? 'primary' : 'secondary'}
          disabled={busy !== null || !ready}
          title={ready ? undefined : 'Preview it first'}
          onClick={() =>
            void form.onSave(note, ({ changed, version }) => {
              toast.success(changed ? `Version ${version} saved` : 'It stood so already')
              onSaved()
            })
          }
        >
          {busy === 'save' ? 'Saving …' : 'Save'}
        </Button>
      </div>
    </form>
  )
}
