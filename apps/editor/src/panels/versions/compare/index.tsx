import { lazy, Suspense } from "react";
import { useLayout } from "../../layout-store.ts";

const Dialog = lazy(() => import("./compare-dialog.tsx"));

/** Opens over the page when two texts of the flow are to be compared; loaded then. */
export function CompareDialog() {
  const open = useLayout((state) => state.compare !== null);
  return open ? (
    <Suspense>
      <Dialog />
    </Suspense>
  ) : null;
}
