/** SQL: the posting `p` waits for no other one, or the one it waits for is confirmed. */
export const READY_SQL = `(p.depends_on IS NULL OR EXISTS (SELECT 1 FROM posting parent WHERE parent.posting_id = p.depends_on AND parent.state = 'confirmed'))`;
