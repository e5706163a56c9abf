import {
  ChartSpline,
  FileBadge,
  FileCheck,
  Fingerprint,
  type LucideIcon,
  Plug,
  Radar,
  RefreshCw,
  Settings,
  Split,
  TriangleAlert,
  Waypoints,
} from 'lucide-react'

export interface NavItem {
  readonly href: string
  readonly label: string
  readonly icon: LucideIcon
}

/** One line per page, in the order of the sidebar and of the palette. */
export const nav: readonly NavItem[] = [
  { href: '/overview', label: 'Overview', icon: ChartSpline },
  { href: '/identities', label: 'Identities', icon: Fingerprint },
  { href: '/endpoints', label: 'Endpoints', icon: Plug },
  { href: '/certificates', label: 'Certificates', icon: FileBadge },
  { href: '/findings', label: 'Findings', icon: TriangleAlert },
  { href: '/rotation', label: 'Rotation', icon: RefreshCw },
  { href: '/reuse', label: 'Reuse', icon: Waypoints },
  { href: '/what-if', label: 'What if', icon: Split },
  { href: '/compliance', label: 'Compliance', icon: FileCheck },
  { href: '/discovery', label: 'Discovery', icon: Radar },
  { href: '/settings', label: 'Settings', icon: Settings },
]
