/**
 * SQL of what an endpoint `e` is called: `host:port`, IPv6 in brackets; endpoints that differ in the server name alone are
 * told apart by it.
 */
export const endpointLabel = `CASE WHEN e.host LIKE '%:%' THEN '[' || e.host || ']' ELSE e.host END || ':' || e.port
  || CASE WHEN e.server_name NOT IN ('', e.host) THEN ' (' || e.server_name || ')' ELSE '' END`
