/** Sends keys in the order they were pressed, one request at a time for each call. */
export function createKeySender(send: (callUuid: string, digits: string) => Promise<unknown>): (callUuid: string, key: string) => void {
  const waiting = new Map<string, string>();
  const flush = async (callUuid: string) => {
    for (let digits = waiting.get(callUuid); digits; digits = waiting.get(callUuid)) {
      waiting.set(callUuid, "");
      await send(callUuid, digits);
    }
    waiting.delete(callUuid);
  };
  return (callUuid, key) => {
    const busy = waiting.has(callUuid);
    waiting.set(callUuid, (waiting.get(callUuid) ?? "") + key);
    if (!busy) void flush(callUuid);
  };
}
