import type { ExportFormat } from '../export-format.ts'
import { csv } from './csv.ts'
import { json } from './json.ts'

/** Every format that a list can be exported in. */
export const exportFormats = { csv, json } as const satisfies Readonly<Record<string, ExportFormat>>

export type ExportFormatName = keyof typeof exportFormats

export const exportFormatNames = ['csv', 'json'] as const satisfies readonly ExportFormatName[]
