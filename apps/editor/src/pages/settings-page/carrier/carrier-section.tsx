import { useQuery } from "@tanstack/react-query";
import { carrierQuery } from "../../../api/carrier.ts";
import { Loaded } from "../../../app/loaded.tsx";
import { Section } from "../section.tsx";
import { AccountPanel } from "./account-panel.tsx";
import { GoLive } from "./go-live.tsx";
import { ImportNumbers } from "./import-numbers.tsx";
import { useInEffect } from "./use-in-effect.ts";

export function CarrierSection() {
  const account = useQuery(carrierQuery());
  useInEffect(account.data?.inEffect ?? true);
  return (
    <Section
      title="Carrier"
      description="Who carries your calls and texts. The built-in simulator is for trying things out; an account at Plivo reaches real phones."
    >
      <Loaded query={account}>
        {(loaded) => (
          <div className="flex flex-col gap-8">
            <AccountPanel account={loaded} />
            {loaded.inEffect && (
              <>
                <GoLive publicUrl={loaded.publicUrl} />
                <ImportNumbers simulator={loaded.carrier === "simulator"} />
              </>
            )}
          </div>
        )}
      </Loaded>
    </Section>
  );
}
