'use client'

import { useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { EffectivePolicy, Policy } from '#lib/checks/policy.ts'
import type { PolicyPreview } from '#lib/data/identities/preview-policy.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { SelectField, TextareaField, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toaster.client.tsx'
import {
  type PolicyField,
  type PolicyKey,
  type PolicyTexts,
  policyFields,
  policyText,
  policyWords,
  readPolicyTexts,
} from './policy-fields.ts'
import { PolicyPreviewView } from './policy-preview.tsx'

export interface PolicyActions {
  readonly preview: (input: { id: string; policy: Policy }) => Promise<ActionResult<PolicyPreview>>
  readonly save: (input: { id: string; policy: Policy }) => Promise<ActionResult<null>>
}

interface Props extends PolicyActions {
  readonly identityId: string
  readonly own: Policy
  /** What holds for a rule that is left empty. */
  readonly inherited: EffectivePolicy
}

/** Edits the identity's own policy: first what would change is shown, then it can be saved. */
export function PolicyEditor(props: Props) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Policy of this identity"
      description="A rule that is left empty falls to the environment, or to the default. Nothing is scanned anew: what was seen is judged again."
      trigger={<Button size="sm">Edit the policy</Button>}
    >
      <PolicyForm {...props} onSaved={() => setOpen(false)} />
    </Dialog>
  )
}

function PolicyForm({ identityId, own, inherited, preview, save, onSaved }: Props & { onSaved: () => void }) {
  const [texts, setTexts] = useState<PolicyTexts>(() => textsOf(own))
  // What was previewed, and for which texts: an edit takes the right to save back.
  const [previewed, setPreviewed] = useState<{ texts: PolicyTexts; result: PolicyPreview } | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const read = readPolicyTexts(texts)
  const problems = 'problems' in read ? read.problems : null
  const shown = previewed?.texts === texts ? previewed.result : null
  const send = async <T,>(
    work: (input: { id: string; policy: Policy }) => Promise<ActionResult<T>>,
    done: (value: T) => void,
  ) => {
    if (!('policy' in read)) return
    setPending(true)
    setFailure(null)
    const result = await work({ id: identityId, policy: read.policy }).catch(() => null)
    setPending(false)
    if (result?.ok) done(result.value)
    else setFailure(result?.message ?? 'The server did not answer; reload to see what was changed.')
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void send(preview, (result) => setPreviewed({ texts, result }))
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {policyFields.map((field) => (
          <div key={field.key} className={field.kind === 'names' || field.kind === 'hashes' ? 'sm:col-span-2' : ''}>
            <FieldOf
              field={field}
              value={texts[field.key]}
              inherited={policyWords(field, inherited[field.key])}
              error={problems?.get(field.key)}
              onChange={(value) => setTexts({ ...texts, [field.key]: value })}
            />
          </div>
        ))}
      </div>
      {failure === null ? null : <Notice kind="error">{failure}</Notice>}
      {shown === null ? null : <PolicyPreviewView preview={shown} />}
      <div className="sticky bottom-0 -mx-5 -mb-5 flex justify-end gap-2 border-t bg-surface px-5 py-3">
        <Button
          type="submit"
          disabled={pending || problems !== null}
          variant={shown === null ? 'primary' : 'secondary'}
        >
          {pending ? 'Judging …' : 'Preview'}
        </Button>
        <Button
          variant={shown === null ? 'secondary' : 'primary'}
          disabled={pending || shown === null}
          title={shown === null ? 'Preview it first' : undefined}
          onClick={() =>
            void send(save, () => {
              toast.success('Policy saved and judged anew')
              onSaved()
            })
          }
        >
          Save
        </Button>
      </div>
    </form>
  )
}

function FieldOf({
  field,
  value,
  inherited,
  error,
  onChange,
}: {
  field: PolicyField
  value: string
  inherited: string
  error: string | undefined
  onChange: (value: string) => void
}) {
  const shared = { name: field.key, id: `policy-${field.key}`, label: field.label, hint: field.hint, error, value }
  if (field.kind === 'choice') {
    return (
      <SelectField {...shared} onChange={(event) => onChange(event.target.value)}>
        <option value="">Not said here: {inherited}</option>
        {field.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </SelectField>
    )
  }
  const placeholder = `not said here: ${inherited}`
  const text = { ...shared, placeholder, autoComplete: 'off', spellCheck: false }
  return field.kind === 'names' || field.kind === 'hashes' ? (
    <TextareaField
      {...text}
      rows={2}
      className="min-h-14 font-mono text-xs"
      onChange={(event) => onChange(event.target.value)}
    />
  ) : (
    <TextField {...text} onChange={(event) => onChange(event.target.value)} />
  )
}

function textsOf(own: Policy): PolicyTexts {
  const text = (key: PolicyKey) => {
    const field = policyFields.find((one) => one.key === key)
    return field === undefined ? '' : policyText(field, own[key])
  }
  return {
    mtls: text('mtls'),
    minProtocol: text('minProtocol'),
    tlsProfile: text('tlsProfile'),
    rotationIntervalSeconds: text('rotationIntervalSeconds'),
    maxValiditySeconds: text('maxValiditySeconds'),
    expiryWarnShare: text('expiryWarnShare'),
    expiryUrgentShare: text('expiryUrgentShare'),
    scanIntervalSeconds: text('scanIntervalSeconds'),
    scanDepth: text('scanDepth'),
    postureIntervalSeconds: text('postureIntervalSeconds'),
    mtlsIntervalSeconds: text('mtlsIntervalSeconds'),
    allowedNames: text('allowedNames'),
    trustDomains: text('trustDomains'),
    allowedIssuers: text('allowedIssuers'),
    pins: text('pins'),
    issuerPins: text('issuerPins'),
    spiffePaths: text('spiffePaths'),
  }
}
