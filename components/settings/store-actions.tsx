import type { FormAction } from '#lib/api/form-state.ts'
import type { StoreSummary } from '#lib/data/trust-stores/list-store-summaries.ts'
import { ActionButton } from './action-button.client.tsx'

/** What an administrator can do with a store; deleting is offered where nothing answers to it. */
export function StoreActions({
  store,
  remove,
  makeDefault,
}: {
  store: StoreSummary
  remove: FormAction
  makeDefault: FormAction
}) {
  const unused =
    store.environments + store.identities + store.rules === 0 && !store.isDefault && store.source !== 'runtime'
  return (
    <>
      {store.isDefault ? null : (
        <ActionButton
          action={makeDefault}
          fields={{ id: store.id }}
          label="Make it the default"
          confirm={{
            title: `Make ${store.name} the default?`,
            text: 'Everything that neither identity, trust domain, rule nor environment gives another store answers to this one from now on, and is judged anew.',
          }}
        />
      )}
      {unused ? (
        <ActionButton
          action={remove}
          fields={{ id: store.id }}
          label="Delete"
          danger
          confirm={{
            title: `Delete ${store.name}?`,
            text: 'Its certificates stay on record; the store and its distrust entries are gone. What answered to it is judged anew.',
          }}
        />
      ) : null}
    </>
  )
}
