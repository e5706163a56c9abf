import { useRef, useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { Policy } from '#lib/checks/policy.ts'
import { mergeEffects, type PolicyEffects } from '#lib/checks/policy-effects.ts'
import type { PolicyEditing } from '#lib/data/policies/get-policy-editing.ts'
import type { PolicyRef } from '#lib/data/policies/policy-ref.ts'
import type { SavedPolicy } from '#lib/data/policies/save-policy.ts'
import { type PolicyTexts, policyTexts, readPolicyTexts } from './policy-texts.ts'

export interface PolicySubmission {
  readonly of: PolicyRef
  readonly policy: Policy
  readonly trustStoreId: string | null
}

export interface PolicyActions {
  /** One part of what it would change, from `from` on. */
  readonly preview: (input: PolicySubmission & { readonly from: number }) => Promise<ActionResult<PolicyEffects>>
  readonly save: (
    input: PolicySubmission & { readonly version: number; readonly note: string },
  ) => Promise<ActionResult<SavedPolicy>>
}

interface Draft {
  readonly texts: PolicyTexts
  readonly trustStoreId: string
}

interface Failure {
  readonly message: string
  /** A newer version is there. */
  readonly stale: boolean
}

const silent: Failure = { message: 'The server did not answer; reload to see what was changed.', stale: false }

/** The state of the editor: a draft, what it would change, and what became of the last question. */
export function usePolicyForm(editing: PolicyEditing, { preview, save }: PolicyActions) {
  const [draft, setDraft] = useState<Draft>(() => ({
    texts: policyTexts(editing.own),
    trustStoreId: editing.trustStoreId ?? '',
  }))
  // What was previewed, and for which draft: an edit takes the right to save back.
  const [shown, setShown] = useState<{ draft: Draft; effects: PolicyEffects } | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState<'preview' | 'save' | null>(null)
  const stopped = useRef(false)
  const read = readPolicyTexts(draft.texts)
  const input =
    'policy' in read ? { of: editing.of, policy: read.policy, trustStoreId: draft.trustStoreId || null } : null

  const working = async (kind: 'preview' | 'save', work: (input: PolicySubmission) => Promise<Failure | null>) => {
    if (input === null) return
    setBusy(kind)
    setFailure(null)
    setFailure(await work(input).catch(() => silent))
    setBusy(null)
  }
  const onPreview = () =>
    working('preview', (input) => {
      stopped.current = false
      const show = (effects: PolicyEffects) => setShown({ draft, effects })
      return inParts((from) => preview({ ...input, from }), show, stopped)
    })
  const onSave = (note: string, done: (saved: SavedPolicy) => void) =>
    working('save', async (input) => {
      const saved = await save({ ...input, version: editing.version, note })
      if (!saved.ok) return failureOf(saved)
      done(saved.value)
      return null
    })
  return {
    draft,
    setDraft,
    problems: 'problems' in read ? read.problems : null,
    effects: shown?.draft === draft ? shown.effects : null,
    failure,
    busy,
    onPreview,
    onSave,
    stop: () => {
      stopped.current = true
    },
  }
}

/** Asks part by part, and shows what is known so far. */
async function inParts(
  ask: (from: number) => Promise<ActionResult<PolicyEffects>>,
  show: (effects: PolicyEffects) => void,
  stopped: { readonly current: boolean },
): Promise<Failure | null> {
  let known: PolicyEffects | null = null
  for (let from: number | null = 0; from !== null && !stopped.current; ) {
    const part: ActionResult<PolicyEffects> = await ask(from)
    if (!part.ok) return failureOf(part)
    const merged: PolicyEffects = known === null ? part.value : mergeEffects(known, part.value)
    show(merged)
    known = merged
    from = merged.next
  }
  return null
}

function failureOf({ code, message }: Extract<ActionResult<unknown>, { ok: false }>): Failure {
  return { message, stale: code === 'conflict' }
}
