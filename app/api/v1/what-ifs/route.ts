import { createWhatIf, listWhatIfs } from '#lib/api/v1/what-ifs.ts'

export const GET = listWhatIfs.handler
export const POST = createWhatIf.handler
