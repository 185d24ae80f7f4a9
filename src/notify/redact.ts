/** A bot token by its shape, wherever it stands (https://core.telegram.org/bots/api#authorizing-your-bot). */
const TOKEN_SHAPE = /\d{5,}(?::|%3A)[\w-]{30,}/gi;

const HIDDEN = '<secret>';

/** Takes a token out of a text: this very one, also as part of a URL, and whatever looks like one. */
export function redactor(token: string): (text: string) => string {
  const forms = [token, encodeURIComponent(token)].filter((form) => form !== '');
  return (text) =>
    forms.reduce((left, form) => left.replaceAll(form, HIDDEN), text).replace(TOKEN_SHAPE, HIDDEN);
}
