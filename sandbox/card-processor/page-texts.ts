const en = {
  cardTitle: 'Save a card',
  cardIntro: 'This is the local card simulator. Use a test number; no real card is accepted and no number is kept.',
  number: 'Card number',
  numberHint: 'For example 4242 4242 4242 4242',
  expiry: 'Expiry date',
  expiryHint: 'Month and year, such as 12/34',
  cvc: 'Security code',
  cvcHint: 'Three digits on the back; four on the front of American Express',
  save: 'Save card',
  back: 'Back without saving',
  faults: 'The card could not be saved',
  number_invalid: 'Enter a card number with all its digits.',
  number_unknown: 'This is not a test number. Use one such as 4242 4242 4242 4242.',
  expiry_invalid: 'Enter the month and year on the card, such as 12/34.',
  expiry_past: 'This date has passed. Use another card.',
  cvc_invalid: 'Enter the three or four digits of the security code.',
  generic_decline: 'The bank declined this card. Use another card.',
  insufficient_funds: 'The bank declined this card for lack of funds. Use another card.',
  expired_card: 'This card has expired. Use another card.',
  incorrect_cvc: 'The bank says that the security code is wrong. Check it, or use another card.',
  processing_error: 'The bank could not check this card. Try again, or use another card.',
  bankTitle: 'Confirm with your bank',
  bankIntro: 'Do you want to allow this payment?',
  amount: 'Amount',
  card: 'Card',
  approve: 'Approve the payment',
  refuse: 'Refuse the payment',
  gone: 'This page is no longer valid',
  goneIntro: 'It has been used or called off. Go back to the shop and begin again.',
};

const it: typeof en = {
  cardTitle: 'Salva una carta',
  cardIntro:
    'Questo è il simulatore locale di carte. Usa un numero di prova: nessuna carta vera è accettata e nessun numero viene conservato.',
  number: 'Numero della carta',
  numberHint: 'Per esempio 4242 4242 4242 4242',
  expiry: 'Data di scadenza',
  expiryHint: 'Mese e anno, come 12/34',
  cvc: 'Codice di sicurezza',
  cvcHint: 'Tre cifre sul retro; quattro sul fronte per American Express',
  save: 'Salva la carta',
  back: 'Torna indietro senza salvare',
  faults: 'Non è stato possibile salvare la carta',
  number_invalid: 'Inserisci il numero della carta con tutte le cifre.',
  number_unknown: 'Questo non è un numero di prova. Usane uno come 4242 4242 4242 4242.',
  expiry_invalid: 'Inserisci il mese e l’anno indicati sulla carta, come 12/34.',
  expiry_past: 'Questa data è passata. Usa un’altra carta.',
  cvc_invalid: 'Inserisci le tre o quattro cifre del codice di sicurezza.',
  generic_decline: 'La banca ha rifiutato questa carta. Usa un’altra carta.',
  insufficient_funds: 'La banca ha rifiutato questa carta per fondi insufficienti. Usa un’altra carta.',
  expired_card: 'Questa carta è scaduta. Usa un’altra carta.',
  incorrect_cvc: 'Secondo la banca il codice di sicurezza è sbagliato. Controllalo, o usa un’altra carta.',
  processing_error: 'La banca non ha potuto verificare questa carta. Riprova, o usa un’altra carta.',
  bankTitle: 'Conferma con la tua banca',
  bankIntro: 'Vuoi autorizzare questo pagamento?',
  amount: 'Importo',
  card: 'Carta',
  approve: 'Autorizza il pagamento',
  refuse: 'Rifiuta il pagamento',
  gone: 'Questa pagina non è più valida',
  goneIntro: 'È già stata usata o annullata. Torna al negozio e ricomincia.',
};

const texts = { en, it };

export type Language = keyof typeof texts;
export type PageText = keyof typeof en;

export const textsIn = (language: Language): typeof en => texts[language];

/** The wish of the request that made the page, or of the browser. */
export const languageOf = (locale: string | null, acceptLanguage = ''): Language => {
  const wish = !locale || locale === 'auto' ? acceptLanguage : locale;
  return wish.toLowerCase().startsWith('it') ? 'it' : 'en';
};
