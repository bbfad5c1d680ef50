import type { Case } from "../case.ts";

const ANN = "+14155550142";
const CALLER = "+14155550100";
const CB = 'callbackUrl="{app}/room"';
const NEXT = "<Speak>next</Speak>";

/** CALLER meets the first Conference, ANN the second. */
function two(name: string, covers: string[], first: string, second: string, more: Partial<Case> = {}): Case {
  return {
    name,
    covers,
    steps: [
      ["wait", 2],
      ["call", ANN],
      ["wait", 2],
      ["hang up", ANN],
      ["wait", 3],
    ],
    ...more,
    at: {
      "/answer": [`<Conference ${first}>room</Conference>${NEXT}`, `<Conference ${second}>room</Conference>${NEXT}`],
      "/out": "<Speak>out</Speak>",
      ...more.at,
    },
  };
}

const MP = "MultiPartyCall/name_help/";
const ALL =
  "mpc-state-changes,participant-state-changes,participant-speak-events,participant-digit-input-events,add-participant-api-events";

/** CALLER is the customer; REST calls ANN as the agent, who answers after a second. */
function mpc(
  name: string,
  covers: string[],
  attributes: string,
  steps: Case["steps"],
  more: Partial<Case> & { agent?: Record<string, unknown> | null } = {},
): Case {
  const { agent = {}, ...rest } = more;
  const invited: Case["steps"] =
    agent === null
      ? []
      : [
          ["rest", "POST", `${MP}Participant/`, { role: "Agent", from: "+14155550199", to: ANN, ...agent }],
          ["wait", 3],
        ];
  return {
    name,
    covers,
    phones: { [ANN]: { answerAfterSeconds: 1 } },
    ...rest,
    steps: [...invited, ...steps, ["wait", 3]],
    at: {
      "/answer": `<MultiPartyCall role="Customer" ${attributes}>help</MultiPartyCall>${NEXT}`,
      "/out": "<Speak>thanks</Speak>",
      ...rest.at,
    },
  };
}

const STATUS = `statusCallbackUrl="{app}/status" statusCallbackEvents="${ALL}"`;
const member = { steps: [["rest", "GET", `${MP}Participant/`]] as Case["steps"] };

/** plivo-platform 1.9, 1.10, 2.7, 4.7, 4.8: rooms. */
export const ROOMS: Case[] = [
  two(
    "a Conference tells who comes and goes",
    ["Conference@callbackUrl", "1.12 Conference", "Conference@action", "Conference@stayAlone"],
    `${CB} action="{app}/out"`,
    `${CB} hangupOnStar="true" action="{app}/out"`,
    {
      steps: [
        ["wait", 2],
        ["call", ANN],
        ["say", "hello"],
        ["say", "hi", ANN],
        ["press", "*", ANN],
        ["wait", 3],
        ["hang up", CALLER],
        ["wait", 2],
      ],
    },
  ),
  two(
    "a Conference posts as it is told",
    ["Conference@callbackMethod", "Conference@method", "Conference@redirect"],
    `${CB} callbackMethod="GET"`,
    'action="{app}/out" method="GET" redirect="false" hangupOnStar="true"',
    {
      steps: [
        ["wait", 2],
        ["call", ANN],
        ["press", "*", ANN],
        ["wait", 3],
      ],
    },
  ),
  two("star leaves the room, not the call", ["Conference@hangupOnStar"], "", 'hangupOnStar="true"', {
    steps: [
      ["call", ANN],
      ["press", "*", ANN],
      ["wait", 3],
    ],
  }),
  two("who is muted is not heard", ["Conference@muted"], "", 'muted="true"', {
    steps: [
      ["call", ANN],
      ["say", "unheard", ANN],
      ["say", "heard"],
      ["wait", 1],
    ],
  }),
  two(
    "sounds mark who comes and goes",
    ["Conference@enterSound", "Conference@exitSound", "Conference@beep"],
    'enterSound="beep:1" exitSound="{app}/bye"',
    'beep="true" exitSound="{app}/bye"',
    { at: { "/bye": "<Speak>somebody left</Speak>" } },
  ),
  two(
    "a room waits for who may start it",
    ["Conference@startConferenceOnEnter", "Conference@waitSound"],
    'startConferenceOnEnter="false" waitSound="{app}/m"',
    "",
    {
      at: { "/m": "<Play>{app}/soft.mp3</Play>" },
      steps: [
        ["wait", 7],
        ["say", "unheard"],
        ["call", ANN],
        ["say", "heard"],
        ["wait", 7],
      ],
    },
  ),
  two("a room ends with its host", ["Conference@endConferenceOnExit"], "", 'endConferenceOnExit="true"'),
  two("who may not stay alone goes too", ["Conference@stayAlone"], 'stayAlone="false"', ""),
  two("a room holds so many", ["Conference@maxMembers"], "", 'maxMembers="1" action="{app}/out"', {
    steps: [
      ["call", ANN],
      ["wait", 3],
    ],
  }),
  two("a room lasts so long", ["Conference@timeLimit"], 'timeLimit="20"', "", {
    steps: [
      ["call", ANN],
      ["wait", 30],
    ],
  }),
  two(
    "a room is recorded and written down",
    [
      "Conference@record",
      "Conference@recordFileFormat",
      "Conference@transcriptionType",
      "Conference@transcriptionUrl",
      "Conference@transcriptionMethod",
    ],
    `${CB} record="true" recordFileFormat="wav" transcriptionType="auto" transcriptionUrl="{app}/words" transcriptionMethod="GET" action="{app}/out" hangupOnStar="true"`,
    "",
    {
      steps: [
        ["wait", 3],
        ["call", ANN],
        ["say", "for the record", ANN],
        ["wait", 5],
        ["press", "*"],
        ["hang up", ANN],
        ["wait", 5],
        ["rest", "GET", "Recording/?conference_name=room"],
      ],
    },
  ),
  two("a lone member may be recorded", ["Conference@recordWhenAlone"], `${CB} record="true" recordWhenAlone="true"`, "", {
    steps: [
      ["wait", 5],
      ["hang up", CALLER],
      ["wait", 3],
    ],
  }),
  two(
    "keys and the floor are told",
    ["Conference@digitsMatch", "Conference@floorEvent"],
    `${CB} digitsMatch="12,9" floorEvent="true"`,
    "",
    {
      steps: [
        ["call", ANN],
        ["press", "312"],
        ["say", "my turn"],
        ["wait", 1],
      ],
    },
  ),
  two(
    "keys are relayed unless not",
    ["Conference@relayDTMF", "Conference@sendDigits"],
    'relayDTMF="false" sendDigits="1"',
    'relayDTMF="true"',
    {
      steps: [
        ["call", ANN],
        ["press", "5"],
        ["wait", 1],
      ],
    },
  ),
  two("a Conference is steered by REST", ["1.12 Conference"], `${CB} action="{app}/out"`, CB, {
    steps: [
      ["call", ANN],
      ["wait", 3],
      ["rest", "GET", "Conference/"],
      ["rest", "GET", "Conference/room/"],
      ["rest", "POST", "Conference/room/Member/all/Mute/"],
      ["rest", "DELETE", "Conference/room/Member/all/Mute/"],
      ["rest", "POST", "Conference/room/Member/all/Deaf/"],
      ["rest", "DELETE", "Conference/room/Member/all/Deaf/"],
      ["rest", "POST", "Conference/room/Member/all/Play/", { url: "{app}/a.mp3" }],
      ["rest", "DELETE", "Conference/room/Member/all/Play/"],
      ["rest", "POST", "Conference/room/Member/all/Speak/", { text: "attention" }],
      ["rest", "DELETE", "Conference/room/Member/all/Speak/"],
      ["rest", "POST", "Conference/room/Record/", { callback_url: "{app}/file" }],
      ["wait", 4],
      ["rest", "DELETE", "Conference/room/Record/"],
      ["rest", "POST", "Conference/room/Member/all/Kick/"],
      ["wait", 3],
    ],
  }),
  two("a Conference and its members are hung up by REST", ["1.12 Conference"], "", "", {
    steps: [
      ["call", ANN],
      ["rest", "DELETE", "Conference/room/Member/all/"],
      ["call", ANN],
      ["rest", "DELETE", "Conference/room/"],
      ["call", ANN],
      ["rest", "DELETE", "Conference/"],
      ["wait", 2],
    ],
  }),

  mpc(
    "a multi-party call from the first to the last",
    [
      "MultiPartyCall@role",
      "MultiPartyCall@statusCallbackUrl",
      "MultiPartyCall@statusCallbackEvents",
      "MultiPartyCall@onExitActionUrl",
      "1.12 MultiPartyCall",
    ],
    `${STATUS} onExitActionUrl="{app}/out"`,
    [
      ["say", "hello"],
      ["press", "7"],
      ["wait", 3],
      ["hang up", ANN],
    ],
  ),
  mpc(
    "its URLs are asked as they say",
    ["MultiPartyCall@statusCallbackMethod", "MultiPartyCall@onExitActionMethod"],
    'statusCallbackUrl="{app}/status" statusCallbackMethod="GET" onExitActionUrl="{app}/out" onExitActionMethod="GET"',
    [["hang up", ANN]],
  ),
  mpc(
    "it waits with music",
    ["MultiPartyCall@waitMusicUrl", "MultiPartyCall@waitMusicMethod", "MultiPartyCall@startMpcOnEnter"],
    'startMpcOnEnter="false" waitMusicUrl="{app}/m" waitMusicMethod="POST"',
    [
      ["wait", 5],
      ["rest", "POST", MP, { status: "active" }],
      ["rest", "GET", MP],
      ["wait", 5],
    ],
    { agent: null, at: { "/m": "<Play>{app}/soft.mp3</Play>" } },
  ),
  mpc("it waits for an agent", ["MultiPartyCall@waitForAgent"], `${STATUS} waitForAgent="true"`, []),
  mpc(
    "people are held with music of their role",
    [
      "MultiPartyCall@agentHoldMusicUrl",
      "MultiPartyCall@customerHoldMusicUrl",
      "MultiPartyCall@agentHoldMusicMethod",
      "MultiPartyCall@customerHoldMusicMethod",
    ],
    `${STATUS} agentHoldMusicUrl="{app}/am" agentHoldMusicMethod="POST" customerHoldMusicUrl="{app}/cm"`,
    [
      ...member.steps,
      ["rest", "POST", `${MP}Participant/{first_member}/`, { hold: true }],
      ["rest", "POST", `${MP}Participant/{last_member}/`, { hold: true }],
      ["wait", 4],
      ["rest", "POST", `${MP}Participant/{last_member}/`, { hold: false }],
    ],
    { at: { "/am": "<Speak>agents wait</Speak>", "/cm": "<Speak>customers wait</Speak>" } },
  ),
  mpc(
    "people join muted or on hold",
    ["MultiPartyCall@mute", "MultiPartyCall@hold"],
    'mute="true"',
    [
      ["say", "unheard"],
      ["say", "nor this", ANN],
    ],
    { agent: { hold: true } },
  ),
  mpc(
    "a supervisor coaches agents only, until not",
    ["MultiPartyCall@coachMode"],
    `${STATUS} coachMode="true" stayAlone="true"`,
    [
      ["call", "+14155550143"],
      ["say", "offer less", "+14155550143"],
      ["rest", "GET", `${MP}Participant/`],
      ["rest", "POST", `${MP}Participant/{last_member}/`, { coach_mode: false, mute: true }],
      ["rest", "POST", `${MP}Participant/{last_member}/`, { coach_mode: true, mute: false }],
      ["rest", "GET", `${MP}Participant/{last_member}/`],
    ],
    {
      at: {
        "/answer": [
          '<MultiPartyCall role="Customer" stayAlone="true">help</MultiPartyCall>',
          `<MultiPartyCall role="Supervisor" ${STATUS} coachMode="true">help</MultiPartyCall>`,
        ],
      },
    },
  ),
  mpc("it ends for all with who may end it", ["MultiPartyCall@endMpcOnExit"], STATUS, [["hang up", ANN]], {
    agent: { end_mpc_on_exit: true },
  }),
  mpc("who may stay alone stays", ["MultiPartyCall@stayAlone"], `${STATUS} stayAlone="true"`, [["hang up", ANN]]),
  mpc("it lasts so long", ["MultiPartyCall@maxDuration"], `${STATUS} maxDuration="300"`, [["wait", 310]]),
  mpc("it holds so many", ["MultiPartyCall@maxParticipants"], 'maxParticipants="2" stayAlone="true"', [
    ["call", "+14155550143"],
    ["rest", "POST", `${MP}Participant/`, { role: "Agent", from: "+14155550199", to: "+14155550144" }],
  ]),
  mpc(
    "sounds of each participant",
    ["MultiPartyCall@enterSound", "MultiPartyCall@enterSoundMethod", "MultiPartyCall@exitSound", "MultiPartyCall@exitSoundMethod"],
    'enterSound="beep:2" exitSound="none" stayAlone="true"',
    [["hang up", ANN]],
    {
      agent: { enter_sound: "{app}/hi", enter_sound_method: "POST", exit_sound: "{app}/bye", exit_sound_method: "POST" },
      at: { "/hi": "<Speak>an agent</Speak>", "/bye": "<Speak>the agent left</Speak>" },
    },
  ),
  mpc("keys are relayed", ["MultiPartyCall@relayDTMFInputs"], `${STATUS} relayDTMFInputs="true"`, [["press", "5"]]),
  mpc(
    "it is recorded once so many are in it",
    [
      "MultiPartyCall@record",
      "MultiPartyCall@recordFileFormat",
      "MultiPartyCall@recordMinMemberCount",
      "MultiPartyCall@recordingCallbackUrl",
      "MultiPartyCall@recordingCallbackMethod",
      "MultiPartyCall@startRecordingAudio",
      "MultiPartyCall@startRecordingAudioMethod",
      "MultiPartyCall@stopRecordingAudio",
      "MultiPartyCall@stopRecordingAudioMethod",
    ],
    'record="true" recordFileFormat="wav" recordMinMemberCount="2" recordingCallbackUrl="{app}/rec" recordingCallbackMethod="POST" startRecordingAudio="{app}/on" startRecordingAudioMethod="POST" stopRecordingAudio="{app}/off" stopRecordingAudioMethod="POST"',
    [
      ["wait", 5],
      ["rest", "POST", `${MP}Record/Pause/`],
      ["wait", 5],
      ["rest", "POST", `${MP}Record/Resume/`],
      ["wait", 5],
      ["rest", "DELETE", `${MP}Record/`],
      ["rest", "POST", `${MP}Record/`, { file_format: "mp3" }],
      ["wait", 3],
      ["rest", "GET", "Recording/?mpc_name=help"],
    ],
    { at: { "/on": "<Speak>recording</Speak>", "/off": "<Speak>not recording</Speak>" } },
  ),
  mpc(
    "one track is recorded",
    ["MultiPartyCall@recordParticipantTrack"],
    'recordParticipantTrack="true" recordingCallbackUrl="{app}/rec" stayAlone="true"',
    [
      ...member.steps,
      ["rest", "POST", `${MP}Participant/{last_member}/Record/`],
      ["wait", 3],
      ["rest", "DELETE", `${MP}Participant/{last_member}/Record/`],
      ["wait", 3],
    ],
  ),
  mpc("it is steered by REST", ["1.12 MultiPartyCall"], `${STATUS} onExitActionUrl="{app}/out" stayAlone="true"`, [
    ...member.steps,
    ["rest", "POST", `${MP}Member/{first_member}/Play/`, { url: "{app}/drop.mp3" }],
    ["rest", "DELETE", `${MP}Member/{first_member}/Play/`],
    ["rest", "DELETE", `${MP}Participant/{last_member}/`],
    ["wait", 2],
    ["rest", "DELETE", MP],
    ["rest", "GET", "MultiPartyCall/"],
  ]),
];
