/**
 * The tour of somebody's first flow: four things to do, each shown where it is done, ticked off by doing it.
 *
 *   plug → say → try → publish → done          any of them in any order; what is done already is not asked for
 */
export interface Facts {
  /** A cord leads out of the start. */
  plugged: boolean;
  /** Beyond the start there is a step, and nothing in the flow is missing, nor is a prompt still empty. */
  said: boolean;
  /** It was called or texted from here. */
  tried: boolean;
  published: boolean;
}

export interface TourStep {
  /** Also marks on screen what it is about: see tour.css. */
  id: "plug" | "say" | "try" | "publish";
  title: string;
  text: string;
  done: (facts: Facts) => boolean;
}

export const TOUR: readonly TourStep[] = [
  {
    id: "plug",
    title: "Press the jack beside “Incoming call”",
    text: "The jack is the small circle at the card’s edge. Choose what callers hear first, such as IVR Menu or Play / Speak. For texts, begin at “Incoming message”.",
    done: (facts) => facts.plugged,
  },
  {
    id: "say",
    title: "Write what it says",
    text: "Its settings are at the right. A red mark on a card says what is still missing there.",
    done: (facts) => facts.said,
  },
  {
    id: "try",
    title: "Press Try, and call it",
    text: "A phone opens on this page. Nothing leaves your machine, and nothing costs anything.",
    done: (facts) => facts.tried,
  },
  {
    id: "publish",
    title: "Press Publish",
    text: "The draft becomes version 1. Give it a number on the Numbers page, and it answers there.",
    done: (facts) => facts.published,
  },
];

/** What is to be done next; null when the tour is over. */
export const nextStep = (facts: Facts): TourStep | null => TOUR.find((step) => !step.done(facts)) ?? null;
