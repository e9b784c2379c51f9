/** What the playground says. */
export const texts = {
  intro:
    'Type or paste a message and see at every key whether it is spam, and why. It is judged in your browser: the text goes nowhere, and it costs nothing.',
  text: 'Message',
  placeholder: 'Congratulations! You have won ...',
  source: 'Where it comes from',
  sources: {
    any: 'Not stated',
    sms: 'SMS',
    comment: 'Comment',
    email: 'E-mail',
    form: 'Form',
    chat: 'Chat',
  },
  examples: 'Or try one of these',
  samples: [
    'Congratulations! You won £500. Claim your prize!',
    'Running ten minutes late, order me a coffee?',
    'Parcel held. Pay here: http://parcel.example',
    'Thanks for the article, it helped me a lot.',
    'EARN $5000 a week!!! Text WORK to 80082',
    'The meeting moved to 3 pm, same room.',
  ],
  empty: 'What Hamlet thinks of your message will stand here.',
  meanings: {
    ham: 'An honest message. Let it pass.',
    review: 'Not sure enough to block. Let somebody look at it.',
    spam: 'Spam. Put it aside.',
    discard: 'Spam beyond doubt. It may be thrown away.',
  },
  probability: 'Spam probability',
  legend:
    'Red and underlined speaks for spam, green for ham; the stronger the colour, the more it counts. The table tells the log-odds of each piece; a coloured one tells them to a mouse that points at it, too. What stands there several times is coloured alike; its log-odds are of all together.',
  logOdds:
    'Log-odds add up: at 0 spam and ham are equally likely, and each 1 more makes the odds of spam 2.7 times as high.',
  official: 'Make it an official decision',
  officialHint: 'Asks the server: takes one unit of your month and is kept in your history.',
  signInHint: 'Log in to have the server decide, keep the decision and count it.',
  logIn: 'Log in',
  signUp: 'Sign up',
  decided: 'Decided by the server',
  decisionId: 'Decision',
  modelVersion: 'Model',
  otherModel:
    'The server decided by another model than the one that had judged the text here; the page has asked for it now.',
  about: 'Of the text',
  copy: 'Copy',
  left_one: '{{count}} unit left this month',
  left_other: '{{count}} units left this month',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly playground: typeof texts
  }
}
