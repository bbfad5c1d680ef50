declare global {
  interface Window {
    /** The cards of the board that have rendered so far, by id, each as often as it did. */
    __cardRenders?: () => readonly string[];
  }
}

/**
 * Runs in the page, before anything else: notes card renders through the hook that React offers its developer tools, so that
 * the build that is measured is the build that ships. (PerformedWork is flag 1; the walk follows React DevTools' own.)
 */
export function countCardRenders(): void {
  interface Fiber {
    tag: number;
    flags: number;
    child: Fiber | null;
    sibling: Fiber | null;
    alternate: Fiber | null;
    memoizedProps: { id?: unknown; data?: { view?: unknown } } | null;
  }
  const cardOf = ({ memoizedProps: props }: Fiber): string | null =>
    typeof props?.id === "string" && props.data?.view !== undefined ? props.id : null;
  const FUNCTION = new Set([0, 15]);
  const renders: string[] = [];
  const visit = (next: Fiber, previous: Fiber): void => {
    const card = FUNCTION.has(next.tag) && next.flags & 1 ? cardOf(next) : null;
    if (card !== null) renders.push(card);
    if (next.child === previous.child) return;
    for (let child = next.child; child; child = child.sibling) if (child.alternate) visit(child, child.alternate);
  };
  const hook = {
    supportsFiber: true,
    inject: () => 1,
    onCommitFiberRoot: (_id: number, root: { current: Fiber }) => {
      const previous = root.current.alternate;
      if (previous) visit(root.current, previous);
    },
    onCommitFiberUnmount: () => undefined,
    onPostCommitFiberRoot: () => undefined,
  };
  window.__cardRenders = () => renders;
  Object.assign(window, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });
}
