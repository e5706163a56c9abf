export { subjectKey as leafKey } from '#lib/x509/subject-key.ts'
