import type { Policy } from '#lib/checks/policy.ts'
import { dayMs, hourMs, secondMs } from '#lib/core/time.ts'
import { trustDomain } from './mesh-services.ts'
import type { EnvironmentName } from './service.ts'

export interface DemoEnvironment {
  /** As the inventory shows it: apart from environments of the user's own. */
  readonly name: string
  readonly production: boolean
  readonly anchors: 'production' | 'staging'
  readonly policy: Policy
}

export const environments: Readonly<Record<EnvironmentName, DemoEnvironment>> = {
  production: {
    name: 'demo production',
    production: true,
    anchors: 'production',
    policy: {
      maxValiditySeconds: (398 * dayMs) / secondMs,
      rotationIntervalSeconds: (75 * dayMs) / secondMs,
      scanIntervalSeconds: 300,
    },
  },
  mesh: {
    name: 'demo mesh',
    production: true,
    anchors: 'production',
    // A minute between scans, so that rotations show while you watch.
    policy: {
      mtls: 'required',
      trustDomains: [trustDomain],
      rotationIntervalSeconds: hourMs / secondMs,
      scanIntervalSeconds: 60,
    },
  },
  staging: { name: 'demo staging', production: false, anchors: 'staging', policy: { scanIntervalSeconds: 300 } },
  development: {
    name: 'demo development',
    production: false,
    anchors: 'staging',
    policy: { scanIntervalSeconds: 300 },
  },
}
