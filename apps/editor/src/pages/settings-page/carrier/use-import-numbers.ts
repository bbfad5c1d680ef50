import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { goLiveQuery } from "../../../api/carrier.ts";
import type { Flow } from "../../../api/flows.ts";
import { assignNumber, type AccountNumber } from "../../../api/numbers.ts";
import { phone } from "../../../app/format/phone.ts";
import { sayError } from "../../../app/say-error.ts";
import { toast } from "../../../ui/index.ts";
import { assignmentOf } from "../../numbers-page/assignment.ts";

/** Puts numbers on a flow, one after the other as the carrier takes them; answers those that stayed as they were. */
export function useImportNumbers() {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const importAll = async (numbers: AccountNumber[], flow: Flow): Promise<string[]> => {
    setBusy(true);
    const left: string[] = [];
    for (const number of numbers) {
      try {
        const wanted = assignmentOf(number, flow);
        if (!wanted) throw new Error(`“${flow.name}” answers nothing that this number can take.`);
        await assignNumber(number.number, wanted);
      } catch (error) {
        left.push(number.number);
        sayError(error, `${phone(number.number)} stays as it was`);
      }
    }
    const put = numbers.length - left.length;
    if (put > 0) toast.success(`${put === 1 ? "One number leads" : `${put} numbers lead`} to “${flow.name}” now`);
    await Promise.all(
      [["numbers"], ["flows"], goLiveQuery().queryKey].map((queryKey) => queries.invalidateQueries({ queryKey: [...queryKey] })),
    );
    setBusy(false);
    return left;
  };
  return { importAll, busy };
}
