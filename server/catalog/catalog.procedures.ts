import { notAssignable } from '../licence/add-licences.js';
import { procedureFor } from '../trpc.js';

export interface PlanRow {
  id: string;
  nameEn: string;
  nameIt: string;
  productEn: string;
  productIt: string;
  descriptionEn: string;
  descriptionIt: string;
  category: string;
  vendor: string;
  unitType: 'seat' | 'endpoint' | 'user' | 'mailbox' | 'encryption_key' | 'gb';
  minUnits: number;
  maxUnits: number;
}

/** The service plans that can be assigned, in catalogue order. */
export const servicePlans = procedureFor('catalog.read').query(({ ctx }) =>
  ctx.database.read<PlanRow>(
    ctx.scope,
    `
    SELECT p.id, p.name_en AS "nameEn", p.name_it AS "nameIt", pr.name_en AS "productEn", pr.name_it AS "productIt", pr.description_en AS "descriptionEn",
           pr.description_it AS "descriptionIt", pr.category, pr.vendor, pr.unit_type AS "unitType", p.min_units AS "minUnits", p.max_units AS "maxUnits"
      FROM plan p JOIN product pr ON pr.id = p.product_id WHERE p.active AND pr.active AND pr.vendor <> '${notAssignable}' ORDER BY pr.name_en, p.position, p.name_en`,
  ),
);

/** The channels in the caller's scope, in which it may create customers. */
export const channels = procedureFor('channel.read').query(({ ctx }) =>
  ctx.database.read<{ id: string; name: string; tier: number; parentId: string | null }>(
    ctx.scope,
    'SELECT id, name, tier, parent_id AS "parentId" FROM channel ORDER BY tier1_id, tier, name',
  ),
);
