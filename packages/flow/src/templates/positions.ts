import { Token } from "liquidjs";

/*
 * liquidjs counts the lines from the beginning of the text anew for every name it finds: a long text full of names took it
 * seconds. Lines mean nothing in a setting, so all of a text is one line here, and a token's column its offset and one.
 */
Token.prototype.getPosition = function (): [row: number, column: number] {
  return [1, this.begin + 1];
};
