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
    // Services say themselves where their clients have to prove who they are.
    policy: {
      mtls: 'none',
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
  staging: {
    name: 'demo staging',
    production: false,
    anchors: 'staging',
    policy: { mtls: 'none', scanIntervalSeconds: 300 },
  },
  // Nobody has said what is expected of clients here.
  development: {
    name: 'demo development',
    production: false,
    anchors: 'staging',
    policy: { scanIntervalSeconds: 300 },
  },
}
