/** What a new Microsoft account's domain ends with. */
export const tenantSuffix = '.onmicrosoft.com';

const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,25}[a-z0-9])?$/;

/** The first part of a tenant's domain, as typed, without blanks, suffix or capitals. */
export const tenantPrefix = (typed: string): string => {
  const text = typed.trim().toLowerCase();
  return text.endsWith(tenantSuffix) ? text.slice(0, -tenantSuffix.length) : text;
};

/** True for letters, digits and hyphens between them, 27 at most; the vendor's own check has the last word. */
export const isTenantPrefix = (prefix: string): boolean => PREFIX.test(prefix);

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** True for a whole domain name. */
export const isDomain = (domain: string): boolean => DOMAIN.test(domain);
