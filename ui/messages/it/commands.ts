import { formatNumber } from '../../format/numbers.js';
import type { messages as english } from '../en/commands.js';

export const messages: typeof english = {
  title: 'Comandi',
  kinds: {
    'account_email.move': 'Sposta l’e-mail di creazione account',
    'account_email.send_now': 'Invia subito l’e-mail di creazione account',
    'account_email.call_off': 'Annulla l’e-mail di creazione account',
    'message.retry': 'Invia di nuovo l’e-mail',
    'licence.retry': 'Riprova il piano',
    'licence.move_start': 'Sposta l’inizio del piano',
    'order.retry': 'Riprova l’ordine',
    'order.correct': 'Correggi l’ordine',
    'order.reconcile': 'Chiedi al fornitore lo stato reale',
    'order.leave_out': 'Prosegui senza ciò che è stato rifiutato',
    'order.undo': 'Annulla l’ordine',
    'order.give_up': 'Rinuncia all’annullamento',
    'process.retry_now': 'Riprova ora',
  },
  states: {
    asked: 'Registrato, in partenza',
    awaiting_approval: 'Attende una seconda persona',
    sent: 'Attende il suo processo',
    accepted: 'In esecuzione',
    done: 'Eseguito',
    refused: 'Rifiutato',
    failed: 'Non riuscito',
    lapsed: 'Non preso in carico in tempo',
  },
  reason: (text) => `«${text}»`,
  unexplained: 'Non è stato possibile; il motivo non è noto.',
  earlier: (count) => `Mostra altri ${formatNumber(count)}`,
};
