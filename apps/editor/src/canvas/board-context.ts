import { createContext, useContext } from "react";

export interface ScreenPoint {
  x: number;
  y: number;
}

/** What cards and cords may ask of their board. */
export interface BoardActions {
  /** The object changes with this alone: nothing is drawn because of the rest. */
  editable: boolean;
  /** A press on an exit's jack: the quick-add list opens there, or a waiting cord is plugged. */
  pressExit: (nodeId: string, exit: string, at: ScreenPoint) => void;
  pressInput: (nodeId: string) => void;
  openMenu: (nodeId: string, at: ScreenPoint) => void;
  toggleExits: (nodeId: string) => void;
  /** The `+` of a cord. */
  insertOn: (cord: string, at: ScreenPoint) => void;
  setNoteText: (noteId: string, text: string) => void;
  /** Opens a note for writing; null ends it. */
  writeNote: (noteId: string | null) => void;
  resizeNote: (noteId: string, size: { x: number; y: number; width: number; height: number }) => void;
}

const nothing = () => {};
export const READ_ONLY: BoardActions = {
  editable: false,
  pressExit: nothing,
  pressInput: nothing,
  openMenu: nothing,
  toggleExits: nothing,
  insertOn: nothing,
  setNoteText: nothing,
  writeNote: nothing,
  resizeNote: nothing,
};

export const BoardContext = createContext<BoardActions>(READ_ONLY);
export const useBoard = (): BoardActions => useContext(BoardContext);

/** How much of a card can be made out: all of it, its name and colour, only its colour. */
export type Sight = "near" | "far" | "faint";
export const SightContext = createContext<Sight>("near");

export function sightAt(zoom: number): Sight {
  if (zoom >= 0.4) return "near";
  return zoom >= 0.18 ? "far" : "faint";
}
