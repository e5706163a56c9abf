import type { Role } from '#lib/core/principal.ts'

export const roleWords = { viewer: 'Viewer', analyst: 'Analyst', admin: 'Administrator' } as const satisfies Record<
  Role,
  string
>

/** What a role adds to the ones before it. */
export const roleNotes = {
  viewer: 'sees the estate and exports reports',
  analyst: 'also adds endpoints, scans, and triages findings',
  admin: 'also changes users, scopes, policies and trust',
} as const satisfies Record<Role, string>
