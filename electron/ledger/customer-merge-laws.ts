/** Six columns of a merge that name one of its members. */
const NAMED = ['customer_id', 'name_of', 'email_of', 'phone_of', 'address_of', 'tax_id_of'] as const;

/** Laws of customers that count as one; each query answers the rows that break it. Beside the other laws of the books. */
export const CUSTOMER_MERGE_LAWS: readonly (readonly [code: string, sql: string])[] = [
  [
    // Taken back, nothing of a merge is left; answered, it is there.
    'MERGE_DOES_NOT_FIT_ANSWER',
    `SELECT c.cluster_id, c.state, c.kind, m.merge_id FROM duplicate_cluster c LEFT JOIN customer_merge m USING (cluster_id)
     WHERE (m.merge_id IS NOT NULL) <> (c.state = 'sameEvent' AND c.kind = 'doubleCustomer'
       AND EXISTS (SELECT 1 FROM duplicate_party p WHERE p.cluster_id = c.cluster_id AND p.system = 'stripe'))`,
  ],
  [
    'ANSWER_OUTLIVES_UNDO',
    `SELECT c.cluster_id, c.state, d.decision_id FROM duplicate_cluster c JOIN decision d USING (decision_id) WHERE d.undone_at IS NOT NULL`,
  ],
  [
    // One stays and all others go by it, or nobody is said to.
    'PARTS_DO_NOT_FIT_ANSWER',
    `SELECT c.cluster_id, c.state, sum(p.part IS 'kept') AS kept, count(p.part) AS told, count(*) AS parties
     FROM duplicate_cluster c JOIN duplicate_party p USING (cluster_id) GROUP BY c.cluster_id
     HAVING sum(p.part IS 'kept') <> (c.state = 'sameEvent') OR count(p.part) <> iif(c.state = 'sameEvent', count(*), 0)`,
  ],
  [
    // Every customer that was said to be one is a member, under its own id, and still in the books.
    'MERGE_LOSES_A_CUSTOMER',
    `SELECT m.merge_id, p.book, p.customer_id FROM customer_merge m JOIN duplicate_party p USING (cluster_id)
     WHERE NOT EXISTS (SELECT 1 FROM customer_merge_member mm WHERE mm.merge_id = m.merge_id AND mm.account = p.book AND mm.customer_id = p.customer_id)
     UNION ALL
     SELECT mm.merge_id, mm.account, mm.customer_id FROM customer_merge_member mm LEFT JOIN customer_merge m USING (merge_id)
     LEFT JOIN stripe_customer s ON s.account = mm.account AND s.customer_id = mm.customer_id
     LEFT JOIN duplicate_party p ON p.cluster_id = m.cluster_id AND p.book = mm.account AND p.customer_id = mm.customer_id
     WHERE s.customer_id IS NULL OR p.cluster_id IS NULL`,
  ],
  [
    'MERGE_PICKS_A_STRANGER',
    NAMED.map(
      (
        column,
      ) => `SELECT m.merge_id, '${column}' AS field, m.${column} AS stranger FROM customer_merge m WHERE NOT EXISTS (
        SELECT 1 FROM customer_merge_member mm WHERE mm.merge_id = m.merge_id AND mm.account = m.account AND mm.customer_id = m.${column})`,
    ).join(' UNION ALL '),
  ],
  [
    'MERGE_KEEPS_ANOTHER',
    `SELECT m.merge_id, m.customer_id, p.customer_id AS stays FROM customer_merge m JOIN duplicate_party p USING (cluster_id)
     WHERE p.part = 'kept' AND p.customer_id <> m.customer_id`,
  ],
  [
    // Whoever goes by another one may not, over however many answers, come to stand for it.
    'MERGE_IN_A_CIRCLE',
    `WITH RECURSIVE goes (system, book, one, other) AS (
       SELECT p.system, p.book, p.customer_id, k.customer_id FROM duplicate_cluster c JOIN duplicate_party p USING (cluster_id)
         JOIN duplicate_party k ON k.cluster_id = p.cluster_id AND k.part = 'kept' WHERE c.state = 'sameEvent' AND p.part = 'merged'
       UNION SELECT g.system, g.book, g.one, k.customer_id FROM goes g
         JOIN duplicate_party p ON p.system = g.system AND p.book = g.book AND p.customer_id = g.other AND p.part = 'merged'
         JOIN duplicate_party k ON k.cluster_id = p.cluster_id AND k.part = 'kept')
     SELECT * FROM goes WHERE one = other`,
  ],
];
