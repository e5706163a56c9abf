import { addDistrust, listDistrust } from '#lib/api/v1/distrust.ts'

export const GET = listDistrust.handler
export const POST = addDistrust.handler
