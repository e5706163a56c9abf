import { exportWhatIf } from '#lib/api/v1/what-ifs.ts'

export const GET = exportWhatIf.handler
