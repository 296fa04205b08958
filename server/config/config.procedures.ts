import { demoAccounts } from '../../prisma/demo-accounts.js';
import { publicProcedure } from '../trpc.js';

/** What a browser needs before anybody has signed in. */
export const publicConfig = publicProcedure.query(({ ctx: { settings, user } }) => {
  const staff = user?.role === 'operator' || user?.role === 'support';
  return {
    supportEmail: settings.SUPPORT_EMAIL,
    supportPhone: settings.SUPPORT_PHONE ?? null,
    sandbox: settings.LICENZA_SANDBOX,
    demoAccounts: settings.LICENZA_SANDBOX ? demoAccounts.map(({ loginName, password, role }) => ({ loginName, password, role })) : [],
    engineUiUrl: staff ? (settings.TEMPORAL_UI_URL ?? null) : null,
    inboxUrl: settings.LICENZA_SANDBOX ? (settings.INBOX_URL ?? null) : null,
  };
});
