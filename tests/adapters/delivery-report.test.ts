import { describe, expect, it } from 'vitest';
import { readFailedDelivery } from '../../adapters/mail/delivery-report.js';
import { bounceAddress, readBounceAddress } from '../../runtime/bounce-address.js';

const report = (status: string, type = 'multipart/report; report-type=delivery-status; boundary="b"') =>
  Buffer.from(
    [
      `Content-Type: ${type}`,
      'MIME-Version: 1.0',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It could not be delivered.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      status,
      '--b',
      'Content-Type: message/rfc822',
      '',
      'Subject: the mail itself',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="c"',
      '',
      '--c--',
      '--b--',
      '',
    ].join('\r\n'),
  );
const fields = (recipient: string, message = 'Reporting-MTA: dns; mx.down.example') => `${message}\r\n\r\n${recipient}\r\n`;

describe('a report of a failed delivery', () => {
  it.each([
    [
      'of Postfix',
      'Final-Recipient: rfc822; ada@down.example\r\nAction: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; x\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n    User unknown',
      '5.1.1',
      '550 5.1.1 User unknown',
    ],
    [
      'of Exchange',
      'Final-recipient: RFC822;ada@down.example\r\nAction: failed\r\nStatus: 5.1.10\r\nDiagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound',
      '5.1.10',
      '550 5.1.10 RESOLVER.ADR.RecipientNotFound',
    ],
    ['with a comment, in capitals', 'ACTION: FAILED\r\nSTATUS: 4.4.7 (expired)', '4.4.7', ''],
    ['without a status', 'Action: failed', '5.0.0', ''],
  ])('%s is read', async (_of, recipient, status, diagnostic) => {
    expect(await readFailedDelivery(report(fields(recipient)))).toEqual({ status, diagnostic, reportedBy: 'mx.down.example' });
  });

  it('is found behind another recipient', async () => {
    const two = 'Action: delivered\r\nStatus: 2.0.0\r\n\r\nAction: failed\r\nStatus: 5.2.2';
    expect(await readFailedDelivery(report(fields(two)))).toMatchObject({ status: '5.2.2' });
  });

  it('keeps no control characters, no line, and no more than some text of the other side', async () => {
    const long = `Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; \u0007a\u202eb\r\n\t${'c'.repeat(5_000)}`;
    const { diagnostic } = (await readFailedDelivery(report(fields(long))))!;
    expect(diagnostic).toMatch(/^a b c+$/);
    expect(diagnostic).toHaveLength(300);
  });

  it.each([
    ['delayed', report(fields('Action: delayed\r\nStatus: 4.4.1'))],
    ['relayed', report(fields('Action: relayed\r\nStatus: 2.0.0'))],
    ['about nobody', report('Reporting-MTA: dns; x\r\nAction: failed')],
    ['a complaint', report(fields('Action: failed'), 'multipart/report; report-type=feedback-report; boundary="b"')],
    ['a mail that holds one', report(fields('Action: failed'), 'multipart/mixed; boundary="b"')],
    ['an automatic answer', Buffer.from('Auto-Submitted: auto-replied\r\nContent-Type: text/plain\r\n\r\nAction: failed\r\nStatus: 5.1.1')],
    ['nothing', Buffer.alloc(0)],
    ['no mail', Buffer.from([0, 255, 10, 13, 10, 200])],
    [
      'nested too deep',
      Buffer.from(
        Array.from(
          { length: 40 },
          (_, n) => `Content-Type: multipart/report; report-type=delivery-status; boundary="n${String(n)}"\r\n\r\n--n${String(n)}\r\n`,
        ).join(''),
      ),
    ],
  ])('%s is none', async (_what, source) => {
    expect(await readFailedDelivery(source)).toBeUndefined();
  });
});

describe('the sender of one sending', () => {
  const sending = { messageId: '0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b', to: 'emergency', round: 3 } as const;
  const now = new Date('2026-11-29T12:00:00Z');
  const address = bounceAddress('s'.repeat(32), 'bounces.example', sending, now);
  const later = (days: number) => new Date(now.getTime() + days * 86_400_000);

  it('fits an address, and says which it was, in any case, for half a year', () => {
    expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64);
    expect(readBounceAddress('s'.repeat(32), 'bounces.example', address, now)).toEqual(sending);
    expect(readBounceAddress('s'.repeat(32), 'Bounces.Example', address.toUpperCase(), later(179))).toEqual(sending);
    expect(readBounceAddress('s'.repeat(32), 'bounces.example', address, later(181))).toBeUndefined();
    expect(readBounceAddress('s'.repeat(32), 'bounces.example', address, later(-2))).toBeUndefined();
  });

  it('is worthless with any digit changed, and under another secret', () => {
    for (let at = 0; at < 60; at += 1) {
      const changed = `${address.slice(0, at)}${address[at] === 'a' ? 'b' : 'a'}${address.slice(at + 1)}`;
      expect(readBounceAddress('s'.repeat(32), 'bounces.example', changed, now), String(at)).toBeUndefined();
    }
    expect(readBounceAddress('t'.repeat(32), 'bounces.example', address, now)).toBeUndefined();
    expect(readBounceAddress('s'.repeat(32), 'bounces.example', `${address}@x`, now)).toBeUndefined();
  });
});
