import { queryOptions } from "@tanstack/react-query";
import { simMessages } from "../api/sim.ts";

export const simMessagesKey = ["sim", "messages"];
export const simMessagesQuery = () => queryOptions({ queryKey: simMessagesKey, queryFn: simMessages });
