import { toXml } from "@cordboard/plivo";

/**
 * What the carrier is answered while Cordboard can't be reached, as files for any host of files (docs/operators/fallback.md).
 * XML can't count, so the address does:
 *
 *   fallback.xml ──Wait 3 s──► /carrier/voice/fallback/1 ─┬─ Cordboard is back: the call goes on
 *                                                         └─ the proxy before it answers with fallback-1.xml
 *   fallback-1.xml ──Wait 3 s──► /carrier/voice/fallback/2 …  fallback-10.xml: an apology, Hangup
 */
const TURNS = 10;
const WAIT_SECONDS = 3;
/** A redirect that finds nobody ends the call (plivo-platform 1.1), so it is tried as often as the carrier allows. */
const PATIENT = "#ct=2000&rt=15000&rc=5&rp=ct,rt,5xx";
const SORRY = "We are sorry, we can't take your call just now. Please call again later.";

/** Name → contents. `publicUrl`: where the carrier reaches Cordboard. */
export function fallbackFiles(publicUrl: string, sorry: string = SORRY): Map<string, string> {
  const base = `${publicUrl.replace(/\/+$/, "")}/carrier/voice/fallback`;
  const files = new Map<string, string>();
  for (let turn = 1; turn <= TURNS; turn++) {
    const again = toXml([
      { element: "Wait", attributes: { length: WAIT_SECONDS } },
      { element: "Redirect", attributes: { method: "POST" }, body: `${base}/${turn}${PATIENT}` },
    ]);
    files.set(turn === 1 ? "fallback.xml" : `fallback-${turn - 1}.xml`, `${again}\n`);
  }
  files.set(`fallback-${TURNS}.xml`, `${toXml([{ element: "Speak", body: sorry }, { element: "Hangup" }])}\n`);
  return files;
}
