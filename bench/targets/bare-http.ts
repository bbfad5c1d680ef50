// The same as bare Express on node:http alone.
import { createServer } from "node:http";

const server = createServer((req, res) => {
  let text = "";
  req.setEncoding("utf8");
  req.on("data", (chunk: string) => (text += chunk));
  req.on("end", () => {
    const form = new URLSearchParams(text);
    const body = `<Response><GetDigits action="/hook"><Speak>You pressed ${form.get("Digits")}, ${form.get("From")}.</Speak></GetDigits></Response>`;
    res.writeHead(200, { "content-type": "application/xml", "content-length": Buffer.byteLength(body) });
    res.end(body);
  });
});
server.listen(Number(process.env["PORT"]), "127.0.0.1", () => console.log("ready"));
