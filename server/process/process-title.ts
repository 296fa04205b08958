/** The name of a subscription in Italian; `id` is the SQL of its id. NULL for what is none. */
export const subscriptionTitleIt = (id: string): string =>
  `(SELECT pr.name_it || ' · ' || pl.name_it FROM subscription l JOIN plan pl ON pl.id = l.plan_id JOIN product pr ON pr.id = pl.product_id WHERE l.id = ${id})`;

/** The title of the process `p` in Italian, where it is made of words and not of names. NULL: the title is the same in each language. */
export const processTitleIt = `
  CASE p.kind WHEN 'licence' THEN ${subscriptionTitleIt('p.subject_id')}
              WHEN 'user_import' THEN (SELECT total || CASE total WHEN 1 THEN ' utente' ELSE ' utenti' END FROM user_import WHERE id = p.subject_id) END`;
