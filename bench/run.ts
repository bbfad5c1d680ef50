// npm run bench            the server's figures, then the board's
// npm run bench -- server  |  -- board
import { benchBoard } from "./board.ts";
import { benchServer } from "./server.ts";

const wanted = process.argv.slice(2);
const all = wanted.length === 0;
if (all || wanted.includes("server")) await benchServer();
if (all || wanted.includes("board")) await benchBoard();
