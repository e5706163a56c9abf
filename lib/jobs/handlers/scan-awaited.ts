import type { JobHandler } from '../handler.ts'
import { scan } from './scan.ts'

/** A scan that a question waits for. */
export const scanAwaited: JobHandler = { ...scan, name: 'scan-awaited', awaited: true }
