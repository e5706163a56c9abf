import { clientVerifications, type Declared } from '#lib/checks/declared.ts'

/** Lists as lines of a text field: `name | verification | location`, `actor | host | day`. */
export function listText(declared: Declared) {
  const line = (...parts: readonly (string | undefined)[]) =>
    parts
      .map((part) => part ?? '')
      .join(' | ')
      .replace(/[ |]+$/, '')
  return {
    granted: (declared.granted ?? []).join('\n'),
    used: (declared.used ?? []).join('\n'),
    clients: (declared.clients ?? [])
      .map(({ name, verification, location }) => line(name, verification, location))
      .join('\n'),
    humanUses: (declared.humanUses ?? []).map(({ actor, host, at }) => line(actor, host, at?.slice(0, 10))).join('\n'),
  }
}

/** What the form says, in the shape of the schema; what it can't be is told by the server. */
export function readDeclaredForm(form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const lines = (name: string) =>
    text(name)
      .split('\n')
      .map((one) => one.trim())
      .filter((one) => one !== '')
  const parts = (one: string) => one.split('|').map((part) => part.trim())
  const member = (name: string, value: unknown) => (value === '' || value === undefined ? {} : { [name]: value })
  const listed = (name: string, values: readonly unknown[]) =>
    values.length === 0 && form.get(`${name}-none`) === null ? {} : { [name]: values }
  const vendor = text('vendor')
  const day = (value: string | undefined) => (value === undefined || value === '' ? undefined : `${value}T00:00:00Z`)
  const clients = lines('clients').map((one) => {
    const [name = '', verification = '', location] = parts(one)
    return {
      name,
      verification: clientVerifications.find((known) => known === verification) ?? verification,
      ...member('location', location),
    }
  })
  const humanUses = lines('humanUses').map((one) => {
    const [actor = '', host, at] = parts(one)
    return { actor, ...member('host', host), ...member('at', day(at)) }
  })
  return {
    ...member('renewal', text('renewal')),
    ...member('keyStorage', text('keyStorage')),
    ...(vendor === ''
      ? {}
      : {
          thirdParty: {
            vendor,
            ...member('reviewedAt', day(text('reviewedAt'))),
            ...member('contract', text('contract')),
          },
        }),
    ...member('standby', text('standby')),
    ...listed('granted', lines('granted')),
    ...listed('used', lines('used')),
    ...listed('clients', clients),
    ...listed('humanUses', humanUses),
  }
}
