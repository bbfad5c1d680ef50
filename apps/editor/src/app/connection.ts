import { create } from "zustand";
import { onAnswer } from "../api/client.ts";

/** Whether the server answers, and whether it knows us. Fed by every request and by the live feed. */
interface Connection {
  offline: boolean;
  signedOut: boolean;
}

export const useConnection = create<Connection>()(() => ({ offline: false, signedOut: false }));

onAnswer((kind) => {
  const { offline, signedOut } = useConnection.getState();
  if (kind === "ok" && (offline || signedOut)) useConnection.setState({ offline: false, signedOut: false });
  if (kind === "offline" && !offline) useConnection.setState({ offline: true });
  if (kind === "signed_out") useConnection.setState({ offline: false, signedOut: true });
});
