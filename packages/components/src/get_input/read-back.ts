import { nearestLanguage } from "../shared/voices.ts";

/** What callers hear before they keep or change an answer. `{}` is the answer. The sentence is ours, so it is here in each language. */
const SENTENCES: Record<string, string> = {
  "en-US": "You entered {}. Press 1 to keep it, or 2 to enter it again.",
  "es-ES": "Ha introducido {}. Pulse 1 para confirmar o 2 para volver a introducirlo.",
  "fr-FR": "Vous avez saisi {}. Appuyez sur 1 pour confirmer ou sur 2 pour recommencer.",
  "de-DE": "Ihre Eingabe lautet {}. Drücken Sie die 1 zum Bestätigen oder die 2, um sie zu ändern.",
  "it-IT": "Ha inserito {}. Prema 1 per confermare o 2 per inserirlo di nuovo.",
  "pt-BR": "Você digitou {}. Pressione 1 para confirmar ou 2 para digitar novamente.",
  "nl-NL": "U heeft {} ingevoerd. Druk op 1 om te bevestigen of op 2 om het opnieuw in te voeren.",
  "pl-PL": "Wprowadzono {}. Naciśnij 1, aby potwierdzić, lub 2, aby wprowadzić ponownie.",
  "da-DK": "Du har indtastet {}. Tryk 1 for at bekræfte eller 2 for at indtaste igen.",
  "sv-SE": "Du har angett {}. Tryck 1 för att bekräfta eller 2 för att ange på nytt.",
  "ru-RU": "Вы ввели {}. Нажмите 1, чтобы подтвердить, или 2, чтобы ввести заново.",
};

export const KEEP_KEY = "1";
export const AGAIN_KEY = "2";

/** The sentence for an answer and the language it is in. Digits are read one by one. */
export function readBackSentence(answer: string, wanted: string): { text: string; language: string } {
  const language = nearestLanguage(wanted, Object.keys(SENTENCES));
  const spoken = /^[\d*#]+$/.test(answer) ? answer.split("").join(", ") : answer;
  const sentence = SENTENCES[language ?? "en-US"] ?? "{}";
  return { text: sentence.replace("{}", () => spoken), language: language ? wanted : "en-US" };
}
