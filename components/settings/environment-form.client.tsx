'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import type { Policy } from '#lib/checks/policy.ts'
import { CheckboxField, SelectField, TextField } from '../ui/field.tsx'
import { DurationField } from './duration-field.tsx'
import { FormResult } from './form-result.tsx'
import { SubmitButton } from './submit-button.tsx'
import { useActionForm } from './use-action-form.ts'

export interface EnvironmentValues {
  /** Null: it is to be made. */
  readonly id: string | null
  readonly name: string
  readonly production: boolean
  readonly trustStoreId: string | null
  readonly policy: Policy
}

export interface StoreChoice {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
}

export function EnvironmentForm({
  action,
  environment,
  stores,
  done,
}: {
  action: FormAction
  environment: EnvironmentValues
  stores: readonly StoreChoice[]
  /** What is said after success. */
  done: string
}) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action)
  const { policy } = environment
  const shown = { textOf, errorOf }
  const fallback = stores.find((store) => store.isDefault)?.name ?? 'none yet'
  return (
    <form {...form} className="grid max-w-3xl gap-5">
      <FormResult state={state} done={() => done} />
      {environment.id === null ? null : <input type="hidden" name="id" value={environment.id} />}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          name="name"
          label="Name"
          defaultValue={textOf('name', environment.name)}
          error={errorOf('name')}
          required
          maxLength={100}
        />
        <SelectField
          name="trustStoreId"
          label="Trust store"
          hint="Paths are built to its anchors, unless identity, trust domain or binding rule names another store."
          defaultValue={textOf('trustStoreId', environment.trustStoreId ?? '')}
          error={errorOf('trustStoreId')}
        >
          <option value="">The default ({fallback})</option>
          {stores.map((store) => (
            <option key={store.id} value={store.id}>
              {store.name}
            </option>
          ))}
        </SelectField>
      </div>
      <CheckboxField
        name="production"
        label="Production"
        hint="Keys and certificate authorities shared between production and anything else are findings."
        defaultChecked={state.sent.name === undefined ? environment.production : state.sent.production !== undefined}
      />
      <fieldset className="grid items-start gap-4 border-t pt-4 sm:grid-cols-2">
        <legend className="pr-3 font-semibold text-sm">Policy</legend>
        <p className="text-ink-3 text-xs sm:col-span-2">
          An empty field sets nothing: the default holds. An identity’s own policy overrides it field by field.
        </p>
        <SelectField
          name="mtls"
          label="Client certificates (mTLS)"
          defaultValue={textOf('mtls', policy.mtls ?? '')}
          error={errorOf('policy.mtls')}
        >
          <option value="">Nothing expected</option>
          <option value="required">Required: a client without one is refused</option>
          <option value="optional">Optional: asked for, not enforced</option>
          <option value="none">None: asking for one is a finding</option>
        </SelectField>
        <SelectField
          name="minProtocol"
          label="Lowest protocol"
          defaultValue={textOf('minProtocol', policy.minProtocol ?? '')}
          error={errorOf('policy.minProtocol')}
        >
          <option value="">Default (TLS 1.2)</option>
          <option value="TLSv1.2">TLS 1.2</option>
          <option value="TLSv1.3">TLS 1.3</option>
        </SelectField>
        <SelectField
          name="tlsProfile"
          label="TLS profile"
          defaultValue={textOf('tlsProfile', policy.tlsProfile ?? '')}
          error={errorOf('policy.tlsProfile')}
        >
          <option value="">Default (Mozilla intermediate)</option>
          <option value="mozilla-intermediate">Mozilla intermediate</option>
          <option value="mozilla-modern">Mozilla modern</option>
          <option value="cnsa-2.0">CNSA 2.0</option>
        </SelectField>
        <DurationField
          name="rotationIntervalSeconds"
          label="Rotate at least every"
          hint="Empty: judged by the share of its life alone."
          seconds={policy.rotationIntervalSeconds === 'learned' ? undefined : policy.rotationIntervalSeconds}
          {...shown}
        />
        <DurationField
          name="maxValiditySeconds"
          label="Longest lifetime"
          hint="Of leaves under a private CA; public ones obey the CA/B rules."
          seconds={policy.maxValiditySeconds}
          {...shown}
        />
        <ShareField
          name="expiryWarnShare"
          label="Warn with this share of life left"
          share={policy.expiryWarnShare}
          standard="33.3"
          {...shown}
        />
        <ShareField
          name="expiryUrgentShare"
          label="Urgent with this share left"
          share={policy.expiryUrgentShare}
          standard="10"
          {...shown}
        />
        <DurationField
          name="scanIntervalSeconds"
          label="Scan every"
          hint="A minute to 30 days; empty: a day. Short-lived leaves are looked at more often."
          seconds={policy.scanIntervalSeconds}
          {...shown}
        />
        <SelectField
          name="scanDepth"
          label="Scheduled scans look at"
          defaultValue={textOf('scanDepth', policy.scanDepth ?? '')}
          error={errorOf('policy.scanDepth')}
        >
          <option value="">Default (posture)</option>
          <option value="posture">Posture: versions, suites, groups and more, by many connections</option>
          <option value="inventory">Inventory: what one handshake tells</option>
        </SelectField>
        <DurationField
          name="postureIntervalSeconds"
          label="Look at the posture every"
          hint="A minute to 30 days, with a scan that is due; empty: a week."
          seconds={policy.postureIntervalSeconds}
          {...shown}
        />
        <DurationField
          name="mtlsIntervalSeconds"
          label="Probe as a client every"
          hint="Where client certificates are expected or asked for; empty: a week."
          seconds={policy.mtlsIntervalSeconds}
          {...shown}
        />
      </fieldset>
      <SubmitButton pending={pending}>
        {environment.id === null ? 'Create the environment' : 'Save the environment'}
      </SubmitButton>
    </form>
  )
}

function ShareField({
  name,
  label,
  share,
  standard,
  textOf,
  errorOf,
}: {
  name: string
  label: string
  share: number | undefined
  /** What holds where nothing is set, in percent. */
  standard: string
} & Pick<ReturnType<typeof useActionForm>, 'textOf' | 'errorOf'>) {
  return (
    <TextField
      name={name}
      label={label}
      hint={`In percent; empty: ${standard} %.`}
      inputMode="decimal"
      placeholder={standard}
      defaultValue={textOf(name, share === undefined ? '' : String(Math.round(share * 100_000) / 1000))}
      error={errorOf(`policy.${name}`)}
      className="max-w-32"
    />
  )
}
