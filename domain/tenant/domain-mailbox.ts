/** Mailboxes of a domain that only who administers it has (RFC 2142, and what certificate authorities take). */
export const domainMailboxes = ['admin', 'administrator', 'postmaster'] as const;
export type DomainMailbox = (typeof domainMailboxes)[number];
