import { useQuery, useQueryClient } from "@tanstack/react-query";
import { MessagesSquare } from "lucide-react";
import { useSearchParams } from "wouter";
import { useLive } from "../../api/live.ts";
import { messagesQuery } from "../../api/messages.ts";
import { Loaded } from "../../app/loaded.tsx";
import { phone } from "../../app/format/phone.ts";
import { SearchField } from "../../app/search-field.tsx";
import { useMedia } from "../../app/use-media.ts";
import { useSearchText } from "../../app/use-search-text.ts";
import { openPhone } from "../../phone/index.ts";
import { Button, EmptyState } from "../../ui/index.ts";
import { ThreadList } from "./thread-list.tsx";
import { ThreadView } from "./thread-view.tsx";
import { threadsOf, type Thread } from "./threads.ts";

export function MessagesPage() {
  const messages = useQuery(messagesQuery());
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: ["messages"] });
  useLive("runs", refresh, refresh);
  return (
    <main className="h-full">
      <Loaded query={messages}>{({ items }) => (items.length === 0 ? <NoMessages /> : <Threads threads={threadsOf(items)} />)}</Loaded>
    </main>
  );
}

function Threads({ threads }: { threads: Thread[] }) {
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useSearchText();
  const wide = useMedia("(min-width: 768px)");
  const chosen = search.get("contact");
  const shown = chosen ?? (wide ? (threads[0]?.contact ?? null) : null);
  const choose = (contact: string | null) => setSearch({ ...(text && { text }), ...(contact !== null && { contact }) }, { replace: wide });
  const wanted = text.trim().toLowerCase();
  const digits = wanted.replace(/\D/g, "");
  const found = threads.filter(
    (thread) =>
      wanted === "" ||
      thread.last.text.toLowerCase().includes(wanted) ||
      (digits !== "" && phone(thread.contact).replace(/\D/g, "").includes(digits)),
  );
  return (
    <div className="flex h-full">
      {(wide || shown === null) && (
        <section aria-label="Contacts" className="flex h-full w-full shrink-0 flex-col border-r border-line bg-surface md:w-80">
          <div className="flex h-14 items-center justify-between gap-3 px-4">
            <h1 className="text-md font-semibold tracking-tight">Messages</h1>
            <SearchField value={text} onChange={setText} label="Search contacts" className="w-44" />
          </div>
          <ThreadList threads={found} chosen={shown} onChoose={choose} />
        </section>
      )}
      {shown !== null && <ThreadView key={shown} contact={shown} onBack={wide ? null : () => choose(null)} />}
    </div>
  );
}

function NoMessages() {
  return (
    <div className="flex h-full flex-col items-center justify-center">
      <h1 className="sr-only">Messages</h1>
      <EmptyState
        icon={<MessagesSquare size={20} />}
        title="No messages yet"
        action={
          <Button variant="primary" onClick={() => openPhone({ tab: "messages" })}>
            Text a number
          </Button>
        }
      >
        Texts that reach your flows, and those they send, stand here by contact with what became of each.
      </EmptyState>
    </div>
  );
}
