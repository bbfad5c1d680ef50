import type { EffectResult } from "@cordboard/contract";
import type { EffectMock } from "@cordboard/flow";

/** What the test says of the effects of its nodes, by node name. */
export class NodeMocks {
  readonly #mocks: Readonly<Record<string, EffectMock>>;
  readonly #used = new Set<string>();

  constructor(mocks: Readonly<Record<string, EffectMock>>) {
    this.#mocks = mocks;
  }

  answer(node: string): EffectResult | null {
    const mock = Object.hasOwn(this.#mocks, node) ? this.#mocks[node] : undefined;
    if (!mock) return null;
    this.#used.add(node);
    return mock.ok ? mock : { ...mock, uncertain: false };
  }

  unused(): string[] {
    return Object.keys(this.#mocks).filter((node) => !this.#used.has(node));
  }
}
