import { AudioLines, CircleAlert, Hash, MessagesSquare, Play, Settings, Workflow } from "lucide-react";
import type { ReactNode } from "react";

/** The pages, as the rail and the palette list them. */
export const PLACES: { href: string; label: string; icon: ReactNode }[] = [
  { href: "/flows", label: "Flows", icon: <Workflow size={18} /> },
  { href: "/numbers", label: "Numbers", icon: <Hash size={18} /> },
  { href: "/runs", label: "Runs", icon: <Play size={18} /> },
  { href: "/messages", label: "Messages", icon: <MessagesSquare size={18} /> },
  { href: "/recordings", label: "Recordings", icon: <AudioLines size={18} /> },
  { href: "/in-doubt", label: "In doubt", icon: <CircleAlert size={18} /> },
  { href: "/settings", label: "Settings", icon: <Settings size={18} /> },
];
