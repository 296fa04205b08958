import { attemptSignIn, must } from '../api.js';
import { call } from '../http.js';
import type { Product } from '../product.js';
import { loginNameOf, password } from './fill-users.js';

/**
 * Sign-ins of one user after the other, each from an address of its own: what is to be measured is the sign-in, not the
 * limits for one name and one address, nor the lockout.
 */
export class Attempts {
  private made = 0;

  constructor(
    private readonly product: Product,
    private readonly users: number,
  ) {}

  /** With the right password. */
  signIn = async (): Promise<void> => {
    const { number, from } = this.next();
    must('auth.signIn', await attemptSignIn(this.product, { loginName: loginNameOf(number), password }, from));
  };

  /** With a wrong password, of a user who exists or of one who doesn't. */
  fail = async (name: 'known' | 'unknown'): Promise<void> => {
    const { number, from } = this.next();
    const loginName = name === 'known' ? loginNameOf(number) : `nessuno.${String(number)}@fiordaliso.example`;
    const { status, body } = await attemptSignIn(this.product, { loginName, password: 'a-wrong-password' }, from);
    if (status !== 401 || !body.includes('sign_in_failed'))
      throw new Error(`a wrong password was answered ${String(status)}: ${body.slice(0, 300)}`);
  };

  private next(): { number: number; from: string } {
    this.made += 1;
    const from = `10.${String((this.made >> 16) & 255)}.${String((this.made >> 8) & 255)}.${String(this.made & 255)}`;
    return { number: (this.made % this.users) + 1, from };
  }
}

/** What a sign-in can't do without: one verification behind a bare handler. */
export const verifyBarely = (bareUrl: string) => async (): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  must('the bare verification', await call(`${bareUrl}/verify`, { method: 'POST', headers, body: JSON.stringify({ password }) }));
};
