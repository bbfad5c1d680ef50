/** Pure computing, most of it: told apart so that `npm test` can do it beside the gate's storms, which mostly wait. */
export declare const COMPUTING: string[];
declare const _default: import("vite").UserConfig;
export default _default;
//# sourceMappingURL=vitest.config.d.ts.map