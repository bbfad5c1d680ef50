import { addressKey } from "./addresses.ts";

type NumberType = "local" | "tollfree" | "mobile" | "short";

/** A number that the account rents. `key` is its digits. */
export interface RentedNumber {
  key: string;
  type: NumberType;
  voice: boolean;
  sms: boolean;
  mms: boolean;
  alias: string;
  appId: string | null;
  addedOn: string;
  /** `disabled` or `enabled`. */
  cnamLookup: string;
}

/** Where a number's calls and texts go. Empty text: not set. */
export interface Application {
  appId: string;
  appName: string;
  answerUrl: string;
  answerMethod: string;
  hangupUrl: string;
  hangupMethod: string;
  fallbackAnswerUrl: string;
  fallbackMethod: string;
  messageUrl: string;
  messageMethod: string;
  defaultNumberApp: boolean;
  defaultEndpointApp: boolean;
  logIncomingMessages: boolean;
}

/** What the carrier's console would show: the account, its numbers, its applications. Survives `/sim/reset`. */
export class Account {
  readonly authId: string;
  readonly authToken: string;
  readonly numbers = new Map<string, RentedNumber>();
  readonly applications = new Map<string, Application>();

  constructor(authId: string, authToken: string) {
    this.authId = authId;
    this.authToken = authToken;
  }

  rented(address: string): RentedNumber | undefined {
    return this.numbers.get(addressKey(address));
  }

  applicationOf(number: RentedNumber): Application | undefined {
    return number.appId === null ? undefined : this.applications.get(number.appId);
  }

  removeApplication(appId: string): boolean {
    for (const number of this.numbers.values()) if (number.appId === appId) number.appId = null;
    return this.applications.delete(appId);
  }

  clear(): void {
    this.numbers.clear();
    this.applications.clear();
  }
}
