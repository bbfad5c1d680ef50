/** The flow of the bench: menus one after another, each with a template in its prompt; the last leads back to the first. */
export function benchFlow(size = 10) {
  const menus = Array.from({ length: size - 1 }, (_, i) => `menu${i}`);
  const nodes = [
    { id: "start", type: "start", name: "Start", config: {} },
    ...menus.map((id, i) => ({
      id,
      type: "ivr_menu",
      name: `Menu_${i}`,
      config: {
        prompt: [{ speak: `You are at desk ${i}, calling from {{ Start.call.from }}. Press 1 to go on.` }],
        choices: [
          { name: "next", key: "1" },
          { name: "back", key: "2" },
        ],
      },
    })),
  ];
  const edges = [
    { from: "start", exit: "incoming_call", to: "menu0" },
    ...menus.flatMap((id, i) => [
      { from: id, exit: "next", to: menus[(i + 1) % menus.length] },
      { from: id, exit: "back", to: menus[(i + menus.length - 1) % menus.length] },
    ]),
  ];
  return {
    format: "cordboard/flow@1",
    name: "Bench",
    description: "",
    language: "en-US",
    nodes,
    edges,
    variables: [],
    notes: [],
    tests: [],
    layout: {},
  };
}

/** A menu whose only key forwards the call. */
export function callFlow(to: string) {
  const { nodes: _nodes, edges: _edges, ...rest } = benchFlow(2);
  return {
    ...rest,
    name: "Whole call",
    nodes: [
      { id: "start", type: "start", name: "Start", config: {} },
      {
        id: "menu",
        type: "ivr_menu",
        name: "Menu",
        config: { prompt: [{ speak: "Hello {{ Start.call.from }}. Press 1 for Ann." }], choices: [{ name: "ann", key: "1" }] },
      },
      { id: "ann", type: "call_forward", name: "Ann", config: { to: [to] } },
    ],
    edges: [
      { from: "start", exit: "incoming_call", to: "menu" },
      { from: "menu", exit: "ann", to: "ann" },
    ],
  };
}
