import { changeDistrust, removeDistrust } from '#lib/api/v1/distrust.ts'

export const PUT = changeDistrust.handler
export const DELETE = removeDistrust.handler
