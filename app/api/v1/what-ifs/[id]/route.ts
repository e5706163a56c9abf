import { deleteWhatIf, getWhatIf } from '#lib/api/v1/what-ifs.ts'

export const GET = getWhatIf.handler
export const DELETE = deleteWhatIf.handler
