/**
 * What a certificate `c` is called: its first DNS name or URI, else its subject, else its serial number. Empty where
 * it has none of them.
 */
export const certificateName = `coalesce(
  jsonb_path_query_first(c.fields, '$.subjectAltNames[*] ? (@.kind == "dns" || @.kind == "uri").value') #>> '{}',
  nullif(c.subject, ''), c.serial)`
