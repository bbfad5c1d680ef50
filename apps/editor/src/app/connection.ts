import { create } from "zustand";
import { api, onAnswer } from "../api/client.ts";
import { liveFeed } from "../api/live.ts";

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

// A page that asks for nothing notices a lost server or session by its live feed: one request finds out which it is.
liveFeed.onState((state) => {
  if (state === "waiting") api("me").catch(() => {});
});
