import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { isDomain } from '../../domain/tenant/tenant-domain.js';
import { requiredLine } from '../../domain/text/safe-text.js';
import { domainMailboxes } from '../../domain/tenant/domain-mailbox.js';
import { activationTtlHours } from '../../domain/user/user.js';
import { platformScope } from '../../prisma/client.js';
import { writeAudit } from '../audit/write-audit.js';
import { dearProcedureFor, publicProcedure } from '../trpc.js';
import { armLink } from '../user/arm-link.js';
import { findCustomerUser } from '../user/find-user.js';
import { writeUserMessage } from '../user/user-message.js';
import { useToken } from '../user/use-token.js';

/** A whole domain, in small letters. Issue code: domain. */
export const domainText = requiredLine(253)
  .transform((text) => text.toLowerCase())
  .refine(isDomain, { error: 'domain' });

/** Asks whoever administers a domain, by mail to a mailbox there, whether this customer may buy for its account (B34). Error: rate_limited. */
export const askDomainOwner = dearProcedureFor('order.place', 'mail')
  .input(z.strictObject({ domain: domainText, mailbox: z.enum(domainMailboxes) }))
  .mutation(async ({ ctx, input: { domain, mailbox } }) => {
    const to = `${mailbox}@${domain}`;
    await ctx.dear.mail([to]);
    await ctx.database.write(ctx.scope, async (tx) => {
      const { user, tenant } = await findCustomerUser(tx, ctx.user.id);
      const messageId = await writeUserMessage(tx, ctx, {
        user,
        template: 'domain_confirm',
        to,
        params: { address: domain },
        send: true,
      });
      await armLink(tx, ctx, { messageId, purpose: 'domain', user, hours: activationTtlHours, detail: { domain } });
      await writeAudit(tx, ctx, [
        { action: 'domain.ask_owner', subjectType: 'customer', subjectId: tenant.customerId, tenant, after: { domain, to } },
      ]);
    });
    return { to };
  });

/** Follows the link that went to a mailbox of the domain: its owner agrees. Error: token_invalid. */
export const confirmDomain = publicProcedure.input(z.strictObject({ token: z.string().max(100) })).mutation(({ ctx, input }) =>
  ctx.database.write(platformScope, async (tx) => {
    const { tenant, detail } = await useToken(tx, input.token, 'domain');
    const { domain } = detail as { domain: string };
    if (!tenant) throw new Failure('token_invalid');
    await tx.auditEntry.create({
      data: {
        ...tenant,
        actorName: domain,
        action: 'domain.confirm',
        subjectType: 'customer',
        subjectId: tenant.customerId,
        after: { domain },
        address: ctx.address,
        requestId: ctx.requestId,
      },
    });
    const { company } = await tx.customer.findUniqueOrThrow({ where: { id: tenant.customerId } });
    return { domain, company };
  }),
);
