// The floor everything is compared with: Express 5, one form route, a fixed kind of answer, nothing stored, nothing checked.
import express from "express";

const app = express();
app.disable("x-powered-by");
app.set("etag", false);
app.post("/hook", express.urlencoded({ extended: false }), (req, res) => {
  const { Digits = "", From = "" } = req.body as Record<string, string>;
  res
    .type("application/xml")
    .send(`<Response><GetDigits action="/hook"><Speak>You pressed ${Digits}, ${From}.</Speak></GetDigits></Response>`);
});
const port = Number(process.env["PORT"]);
app.listen(port, "127.0.0.1", () => console.log("ready"));
