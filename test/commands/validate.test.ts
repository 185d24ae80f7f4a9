import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/commands/io.ts';
import { run } from '../../src/commands/validate.ts';
import { CONSOLE, folderWith, ONE_SERVER, TOKEN } from '../config/folder.ts';

async function validate(yaml: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(folderWith({ 'servers.yaml': yaml }), 'servers.yaml');
  const output = { stdout: '', stderr: '' };
  const io: Io = {
    stdout: (text) => void (output.stdout += text),
    stderr: (text) => void (output.stderr += text),
    env: { LANG: 'C.UTF-8', ...env },
    now: () => Date.parse('2026-11-23T03:00:00Z'),
    isTTY: false,
    columns: 80,
  };
  const exitCode = await run({ config: file }, io);
  const strip = (text: string): string => text.replaceAll(file, 'servers.yaml');
  return { exitCode, stdout: strip(output.stdout), stderr: strip(output.stderr) };
}

const OFFICE = `timezone: Asia/Jakarta
state_dir: /var/lib/srvmon
telegram:
  token: \${TELEGRAM_BOT_TOKEN}
  chats:
    it: -1
    night: { id: -2, notify_after: 15m }
    users: -3
alerts: { to: [it, night], notices_to: [it] }
sites: [{ id: bdg, name: Bandung, gateway: router, announce_to: [users] }]
servers:
  - { name: Router, host: 192.0.2.1, site: bdg }
  - name: ERP
    host: 192.0.2.10
    site: bdg
    checks: [icmp, "tcp:5432"]
    to: [it]
    maintenance: [{ every: "Sun 02:00-04:00", note: backup }]
`;

describe('srvmon validate', () => {
  it('shows what the configuration amounts to', async () => {
    expect(await validate(OFFICE, { TELEGRAM_BOT_TOKEN: TOKEN })).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `The configuration is fine.

Servers                  2
Checks                   2 icmp, 1 tcp
Sites                    1
Servers behind a parent  1
Chats                    3
Files                    servers.yaml
State folder             /var/lib/srvmon

Who is told about what:
WHO    SERVERS  TOLD AFTER  ANNOUNCED  MONITOR TROUBLES
it           2  at once             0  yes
night        1  15 min              0
users        0  at once             2

Maintenance, the next times:
ERP (backup), Asia/Jakarta, UTC+07:00:
  Sun 29 Nov 2026 02:00–04:00
  Sun 6 Dec 2026 02:00–04:00
  Sun 13 Dec 2026 02:00–04:00
`,
    });
  });

  it('speaks the language of the configuration', async () => {
    const { stdout } = await validate(`language: id\n${CONSOLE}${ONE_SERVER}`);
    expect(stdout).toContain('Konfigurasi sudah benar.');
  });

  it('shows all problems, and nothing of a plan', async () => {
    expect(
      await validate(`${CONSOLE}servers:\n  - { name: A, host: -x }\n  - { name: B, hots: b }\n`),
    ).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `servers.yaml:3:22 servers[0].host: must not begin with "-", got "-x"
  -> write an IPv4 or IPv6 address or a domain name
servers.yaml:4:16 servers[1].hots: there is no key "hots" here
  -> did you mean host?
2 problems in the configuration
`,
    });
  });

  it('warns about a token that everybody can read, and does not show it', async () => {
    const { exitCode, stdout, stderr } = await validate(OFFICE.replace('${TELEGRAM_BOT_TOKEN}', TOKEN));
    expect(exitCode).toBe(0);
    expect(stderr).toBe(
      'warning: servers.yaml:4:3 telegram.token: every user of this machine can read the bot token in servers.yaml\n  -> chmod o-r servers.yaml\n',
    );
    expect(stdout + stderr).not.toContain(TOKEN);
  });

  it('keeps control characters of names off the terminal', async () => {
    const { stdout } = await validate(
      `${CONSOLE}servers: [{ name: "A\\e[31m", host: a, maintenance: ["Sun 02:00-04:00"] }]\n`,
    );
    expect(stdout).not.toContain('\u001b');
  });
});
