import { getTriageSettings, saveTriageSettings, triageSettings } from '#lib/data/findings/triage-settings.ts'
import { defineRoute } from '../define-route.ts'

export const getTriageRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/settings/triage',
  summary: 'Rules of triage for the whole estate',
  role: 'viewer',
  response: triageSettings,
  async handle() {
    return getTriageSettings()
  },
})

export const saveTriageRoute = defineRoute({
  method: 'PUT',
  path: '/api/v1/settings/triage',
  summary: 'Set the rules of triage',
  role: 'admin',
  body: triageSettings,
  response: triageSettings,
  async handle({ principal, body }) {
    await saveTriageSettings(principal, body)
    return getTriageSettings()
  },
})

export const triageRoutes = [getTriageRoute, saveTriageRoute] as const
