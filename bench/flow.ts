/** The flow of the bench: ten nodes, nine menus one after another, each with a template in its prompt; the last leads back to the first. */
export function benchFlow() {
  const menus = Array.from({ length: 9 }, (_, i) => `menu${i}`);
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
