/**
 * The flow as a list that is read and worked at without seeing the board: a tree from the start, or a table.
 *
 *   row    a step by the exit that leads to it, or an exit that leads nowhere yet      again   a step that stands further up
 */
export { OutlinePanel } from "./outline-panel.tsx";
