// The life of a service, as a backend of one's own would keep it: a plain object that commands change.
import { applyCommand, describeService, newService, TiermeterError } from "tiermeter";

let service = newService();
const commands = [
  { command: "enable", at: "2026-03-03T10:00:00Z" },
  { command: "created", at: "2026-03-03T10:00:04Z" },
  { command: "account_overdue", at: "2026-03-03T11:00:00Z" },
  { command: "enable", at: "2026-03-03T11:30:00Z" },
  { command: "account_replenished", at: "2026-03-03T12:00:00Z" },
];

for (const command of commands) {
  try {
    service = applyCommand(service, command);
    const { status, reasons } = describeService(service, "pay_as_you_go", command.at);
    console.log(`${command.at} ${command.command}: ${[status, ...reasons].join(", ")}`);
  } catch (error) {
    if (!(error instanceof TiermeterError)) {
      throw error;
    }
    console.log(`${command.at} ${command.command}: refused, ${error.code}`);
  }
}
