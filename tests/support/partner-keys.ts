/** A stack's own key begins with it and a dot: a partner of its own at the vendor. */
export const partnerApiKey = 'test-partner-key';
export const partnerWebhookSecret = 'test-partner-webhook-secret-of-32-characters';
