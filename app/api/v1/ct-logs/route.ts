import { getLogList, removeLogList, saveLogList } from '#lib/api/v1/ct-logs.ts'

export const GET = getLogList.handler
export const PUT = saveLogList.handler
export const DELETE = removeLogList.handler
