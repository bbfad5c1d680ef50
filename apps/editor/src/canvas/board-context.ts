import { createContext, useContext } from "react";

export interface ScreenPoint {
  x: number;
  y: number;
}

/** What cards and cords may ask of their board. The object never changes, so nothing is drawn because of it. */
export interface BoardActions {
  editable: boolean;
  /** A press on an exit's jack: the quick-add list opens there, or a waiting cord is plugged. */
  pressExit: (nodeId: string, exit: string, at: ScreenPoint) => void;
  pressInput: (nodeId: string) => void;
  openMenu: (nodeId: string, at: ScreenPoint) => void;
  toggleExits: (nodeId: string) => void;
  /** The `+` of a cord. */
  insertOn: (cord: string, at: ScreenPoint) => void;
  setNoteText: (noteId: string, text: string) => void;
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
  resizeNote: nothing,
};

export const BoardContext = createContext<BoardActions>(READ_ONLY);
export const useBoard = (): BoardActions => useContext(BoardContext);

/** True while the board is so far out that text can't be read: cards drop to title and colour. */
export const FarContext = createContext(false);
export const FAR_BELOW = 0.4;
