import type { Control, Framework } from '../framework.ts'
import { cabfBr } from './cabf-br.ts'
import { chromeRootProgram } from './chrome-root-program.ts'
import { cnsa } from './cnsa.ts'
import { ietfRfc } from './ietf-rfc.ts'
import { ietfRfc9325 } from './ietf-rfc-9325.ts'
import { mozillaTls } from './mozilla-tls.ts'
import { nistCsf } from './nist-csf.ts'
import { nistCsf11 } from './nist-csf-1-1.ts'
import { nistIr8547 } from './nist-ir-8547.ts'
import { nistSp80052 } from './nist-sp-800-52.ts'
import { nistSp80053 } from './nist-sp-800-53.ts'
import { nistSp80057 } from './nist-sp-800-57.ts'
import { nistSp800207 } from './nist-sp-800-207.ts'
import { nistSp180016 } from './nist-sp-1800-16.ts'
import { owaspNhi } from './owasp-nhi.ts'
import { pciDss } from './pci-dss.ts'
import { spiffe } from './spiffe.ts'
import { usEo14412 } from './us-eo-14412.ts'

/** Every framework, in the order of reports. */
export const frameworks: readonly Framework[] = [
  owaspNhi,
  nistCsf,
  nistCsf11,
  nistSp80053,
  nistSp800207,
  nistSp80052,
  nistSp180016,
  nistIr8547,
  nistSp80057,
  cabfBr,
  pciDss,
  ietfRfc9325,
  ietfRfc,
  spiffe,
  mozillaTls,
  cnsa,
  usEo14412,
  chromeRootProgram,
]

const byId: ReadonlyMap<string, Framework> = new Map(frameworks.map((framework) => [framework.id, framework]))

export function findFramework(id: string): Framework | null {
  return byId.get(id) ?? null
}

export function findControl(framework: string, control: string): Control | null {
  return findFramework(framework)?.controls.find(({ id }) => id === control) ?? null
}
