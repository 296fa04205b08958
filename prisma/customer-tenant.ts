/** Whose a row of a customer is: the ids that each such row carries, and that row-level security reads. */
export interface CustomerTenant {
  readonly tier1Id: string;
  readonly channelId: string;
  readonly customerId: string;
}

/** Of a customer's user, or of a reseller's. */
export interface Place {
  readonly tier1Id: string;
  readonly channelId: string;
  readonly customerId?: string;
}
