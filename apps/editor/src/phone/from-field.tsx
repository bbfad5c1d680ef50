import { phone, toE164 } from "../app/format/phone.ts";
import { Combobox, toast } from "../ui/index.ts";
import { DEFAULT_FROM, usePhone } from "./phone-store.ts";

/** Outside phones to be; these numbers are kept free for examples and belong to nobody. */
const OUTSIDE = [DEFAULT_FROM, "+14155550101", "+12125550147", "+442079460018"];

/** Which outside phone the handset is; takes any number that is typed. */
export function FromField() {
  const from = usePhone((state) => state.from);
  const change = (text: string) => {
    const number = toE164(text);
    if (number) usePhone.setState({ from: number });
    else toast.error(`“${text}” is no phone number`, { description: "Write it with its country code, for example +1 415 555 0123." });
  };
  return (
    <div className="grid grid-cols-[52px_1fr] items-center gap-2">
      <span className="text-xs text-muted">You are</span>
      <Combobox
        size="sm"
        value={from}
        options={[...new Set([from, ...OUTSIDE])].map((number) => ({ value: number, label: phone(number) }))}
        onValueChange={change}
        label="Your number"
        freeEntry={(text) => `Be ${text}`}
      />
    </div>
  );
}
