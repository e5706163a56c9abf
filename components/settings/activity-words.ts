import type { ActivityRow } from '#lib/data/activity/list-activity.ts'

/** `user.set-role` → `Set role of user`. */
export function actionText(action: string): string {
  const [object = '', verb = ''] = action.split('.')
  const words = verb.replaceAll('-', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} · ${object.replaceAll('-', ' ')}`
}

/** Where the thing of an entry is shown; null where it has no page or may be gone. */
export function objectHref({
  objectType,
  objectId,
  objectName,
}: Pick<ActivityRow, 'objectType' | 'objectId' | 'objectName'>): string | null {
  if (objectType === 'ownership-rules') return '/settings/ownership'
  if (objectType === 'triage') return '/settings/triage'
  if (objectType === 'ct-log-list') return '/settings/trust/ct-logs'
  if (objectId === null) return null
  const id = encodeURIComponent(objectId)
  const lists: Readonly<Record<string, string>> = {
    owner: `/settings/ownership/owners?q=${id}`,
  }
  if (lists[objectType] !== undefined) return lists[objectType]
  if (objectType === 'finding') return `/findings/${id}`
  if (objectName === null) return null
  const pages: Readonly<Record<string, string>> = {
    identity: `/identities/${id}`,
    endpoint: `/endpoints/${id}`,
    environment: `/settings/environments/${id}`,
    site: `/settings/sites/${id}`,
    'trust-store': `/settings/trust/${id}`,
    advisory: `/settings/trust/advisories/${id}`,
    user: `/settings/users/${id}`,
    token: '/settings/tokens',
  }
  return pages[objectType] ?? null
}

/** An entry's detail in one line: `role: analyst; from: viewer`. */
export function detailText(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ')
}
