// A reader of an extract run: prints the amounts of its verified records, each with its quote.
// node read.js RUN   exit 0: read; 2: a contract that this reader does not know, or no records.jsonl
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type AnyRecord, CONTRACT, type Figure } from "../../types.js";

interface Row {
  kind: string;
  field: string;
  value: string;
  unit: string;
  quote: string;
}

/** The record of a line, or an error: what is not of our contract is not read at all. */
function recordOf(line: string): AnyRecord {
  const record: { contract?: unknown } = JSON.parse(line);
  if (record.contract !== CONTRACT) {
    throw new Error(`contract ${JSON.stringify(record.contract)} is not known here, only ${CONTRACT}`);
  }
  return record as AnyRecord;
}

/** The amounts of a record that its document proves. Digits beyond a double's are lost here, as in any JSON.parse. */
function* amounts(record: AnyRecord): Generator<Row> {
  for (const [field, figure] of Object.entries<Figure>(record.figures)) {
    if (figure.kind !== "money") continue;
    const value = [figure.value, figure.value_high].filter((one) => one !== null).join(" to ");
    yield { kind: record.kind, field, value, unit: figure.unit ?? "", quote: record.evidence[0]?.exact ?? "" };
  }
}

/** The same words on one line, shortened, without what could steer a terminal. */
function shown(words: string, most: number): string {
  const line = [...words.replace(/[\p{C}\s]+/gu, " ").trim()];
  return line.length > most ? line.slice(0, most - 1).join("") + "…" : line.join("");
}

async function main(run: string): Promise<void> {
  let verified = 0;
  for await (const line of createInterface({ input: createReadStream(join(run, "records.jsonl"), "utf8") })) {
    if (line.trim() === "") continue;
    const record = recordOf(line);
    if (record.verdict !== "verified") continue;
    verified += 1;
    for (const row of amounts(record)) {
      console.log([row.kind, row.field, row.value, row.unit, shown(row.quote, 60)].join("\t"));
    }
  }
  console.log(`${verified} verified records read`);
}

const run = process.argv[2];
if (run === undefined) {
  console.error("usage: node read.js RUN");
  process.exitCode = 2;
} else {
  main(run).catch((error: unknown) => {
    console.error(`read: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  });
}
