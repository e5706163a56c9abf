import type { Transport } from '#lib/tls/observation.ts'
import type { Make } from '../lab/makes/make.ts'
import type { RunningServer } from '../lab/tls-server.ts'

/** A server that all scanners look at. */
export interface Subject {
  readonly name: string
  readonly make: Make
  readonly transport: Transport
  start(): Promise<RunningServer>
}

/** Where a scanner is to look, and under which name. */
export interface Place {
  readonly address: string
  readonly port: number
  readonly serverName: string
  readonly transport: Transport
  /** Whether it answers HTTP as servers do; those that answer GET alone cost nmap seconds. */
  readonly http: boolean
}
