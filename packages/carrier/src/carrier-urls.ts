/** Addresses that the carrier is given (interface.md, "Carrier webhooks"). Tokens are unguessable and never reused. */
export interface CarrierUrls {
  number: (token: string) => { answer: string; fallback: string; hangup: string; message: string };
  step: (token: string, request: "action" | "redirect" | "callback") => string;
  document: (token: string, name: string) => string;
  effect: (token: string) => { answer: string; ring: string; hangup: string; machine: string; status: string; message: string };
  hold: (sealed: string) => string;
}

/**
 * Tunes the carrier's retries (plivo-platform 2.2): connect 2 s, read 15 s, three retries, also on 5xx. The fragment is
 * neither sent nor signed.
 */
export const RETRY_FRAGMENT = "#ct=2000&rt=15000&rc=3&rp=ct,rt,5xx";

export function carrierUrls(publicUrl: string): CarrierUrls {
  const voice = `${publicUrl.replace(/\/+$/, "")}/carrier/voice`;
  const messages = `${publicUrl.replace(/\/+$/, "")}/carrier/messages`;
  // A media id may come from a variable, and half a character has no address.
  const part = (text: string): string => encodeURIComponent(text.toWellFormed());
  const url = (path: string): string => `${voice}/${path}${RETRY_FRAGMENT}`;
  return {
    number: (token) => ({
      answer: url(`n/${part(token)}/answer`),
      fallback: url(`n/${part(token)}/fallback`),
      hangup: url(`n/${part(token)}/hangup`),
      message: `${messages}/n/${part(token)}`,
    }),
    step: (token, request) => url(`s/${part(token)}/${request}`),
    document: (token, name) => url(`s/${part(token)}/document/${part(name)}`),
    effect: (token) => ({
      answer: url(`e/${part(token)}/answer`),
      ring: url(`e/${part(token)}/ring`),
      hangup: url(`e/${part(token)}/hangup`),
      machine: url(`e/${part(token)}/machine`),
      status: url(`e/${part(token)}/status`),
      message: `${messages}/e/${part(token)}`,
    }),
    hold: (sealed) => url(`hold/${sealed}`),
  };
}
