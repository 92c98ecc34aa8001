// Reads calendars as strictly as RFC 5545 has them, with a parser that shares no code with
// what wrote them, and prints what it read as JSON. Times are taken by the VTIMEZONE of the
// file itself. Usage: node read.mjs FOLDER-OF-ical.js FILE…
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(folder + "/dist/ical.js"));
ICAL.design.strict = true;

const known = {
  vcalendar: { version: [1, 1], prodid: [1, 1], calscale: [0, 1], "x-wr-calname": [0, 1] },
  vtimezone: { tzid: [1, 1] },
  standard: { dtstart: [1, 1], tzoffsetfrom: [1, 1], tzoffsetto: [1, 1], tzname: [0, 1] },
  daylight: { dtstart: [1, 1], tzoffsetfrom: [1, 1], tzoffsetto: [1, 1], tzname: [0, 1] },
  vevent: {
    uid: [1, 1], dtstamp: [1, 1], dtstart: [1, 1], dtend: [0, 1], sequence: [0, 1], summary: [0, 1], description: [0, 1],
    location: [0, 1], status: [0, 1], transp: [0, 1], "last-modified": [0, 1],
  },
};
const inside = { vcalendar: ["vtimezone", "vevent"], vtimezone: ["standard", "daylight"], vevent: [], standard: [], daylight: [] };

function check(component, faults) {
  const counts = {};
  for (const p of component.getAllProperties()) counts[p.name] = (counts[p.name] ?? 0) + 1;
  const rules = known[component.name];
  if (!rules) return faults.push(`component ${component.name}`);
  for (const name of Object.keys(counts)) if (!rules[name]) faults.push(`${name} in ${component.name}`);
  for (const [name, [least, most]] of Object.entries(rules)) {
    const n = counts[name] ?? 0;
    if (n < least || n > most) faults.push(`${n} of ${name} in ${component.name}`);
  }
  for (const sub of component.getAllSubcomponents()) {
    if (!inside[component.name].includes(sub.name)) faults.push(`${sub.name} in ${component.name}`);
    else check(sub, faults);
  }
}

function read(file) {
  const bytes = readFileSync(file);
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const faults = [];
  if (!text.endsWith("\r\n")) faults.push("the last line does not end in CR LF");
  const lines = text.split("\r\n");
  for (const line of lines) {
    if (/[\r\n]/.test(line)) faults.push("a line ends in CR or LF alone");
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line)) faults.push("a control character");
    if (Buffer.byteLength(line) > 75) faults.push(`a line of ${Buffer.byteLength(line)} octets`);
  }
  const root = new ICAL.Component(ICAL.parse(text));
  check(root, faults);
  if (root.getFirstPropertyValue("version") !== "2.0") faults.push("no version 2.0");
  const zones = new Map();
  for (const z of root.getAllSubcomponents("vtimezone")) {
    const id = z.getFirstPropertyValue("tzid");
    if (zones.has(id)) faults.push(`two zones ${id}`);
    if (!z.getAllSubcomponents().length) faults.push(`zone ${id} without a clock`);
    zones.set(id, new ICAL.Timezone({ component: z, tzid: id }));
  }
  const used = new Set();
  const at = (p) => {
    if (!p) return null;
    const t = p.getFirstValue(), id = p.getParameter("tzid");
    if (t.isDate) return { date: t.toString() };
    if (id === undefined) {
      if (!/Z$/.test(t.toString())) faults.push(`${p.name} by no clock: ${t}`);
      return { unix: t.toUnixTime() };
    }
    used.add(id);
    if (!zones.has(id)) {
      faults.push(`no zone ${id}`);
      return null;
    }
    t.zone = zones.get(id);
    return { unix: t.toUnixTime(), zone: id, local: t.toString() };
  };
  const seen = new Set(), events = [];
  for (const e of root.getAllSubcomponents("vevent")) {
    const uid = e.getFirstPropertyValue("uid");
    if (seen.has(uid)) faults.push(`two events ${uid}`);
    seen.add(uid);
    const start = at(e.getFirstProperty("dtstart")), end = at(e.getFirstProperty("dtend"));
    if (start && end && ("date" in start !== "date" in end || (end.unix ?? 1) <= (start.unix ?? 0) || (end.date ?? "1") <= (start.date ?? "0"))) faults.push(`${uid} ends before it begins`);
    for (const p of ["dtstamp", "last-modified"]) if (e.getFirstProperty(p) && !/Z$/.test(e.getFirstPropertyValue(p).toString())) faults.push(`${p} is not in UTC`);
    events.push({
      uid: uid ?? "", start: start ?? {}, end, stamp: e.getFirstPropertyValue("dtstamp")?.toUnixTime() ?? 0, sequence: e.getFirstPropertyValue("sequence"), status: e.getFirstPropertyValue("status") ?? "",
      transp: e.getFirstPropertyValue("transp") ?? "", summary: e.getFirstPropertyValue("summary") ?? "", description: e.getFirstPropertyValue("description") ?? "",
      location: e.getFirstPropertyValue("location") ?? "",
    });
  }
  for (const id of zones.keys()) if (!used.has(id)) faults.push(`zone ${id} is not used`);
  return { name: root.getFirstPropertyValue("x-wr-calname") ?? "", faults, events };
}

console.log(JSON.stringify(files.map(read)));
