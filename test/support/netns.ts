import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** Whether this process may make network namespaces: root on Linux with iproute2. */
export const mayUseNamespaces = process.platform === 'linux' && process.getuid?.() === 0 && hasIp();

const PREFIX = 'srvmon-test-';

/** One network namespace: a machine of its own, with its own addresses and routes. */
export class Namespace {
  readonly name: string;
  #links = 0;

  constructor(name: string) {
    this.name = name;
    ip('netns', 'add', name);
    this.ip('link', 'set', 'lo', 'up');
  }

  /** Runs `ip` in it, e.g. `ip('route', 'add', ...)`. */
  ip(...args: string[]): string {
    return ip('-n', this.name, ...args);
  }

  sysctl(key: string, value: string | number): void {
    this.exec('sysctl', '-q', '-w', `${key}=${value}`);
  }

  /** Runs a program in it to its end and gives its standard output; throws when it fails. */
  exec(program: string, ...args: string[]): string {
    return execFileSync('ip', ['netns', 'exec', this.name, program, ...args], { encoding: 'utf8' });
  }

  /** Starts a program in it. `ip netns exec` becomes that program, so the pid is the program's own. */
  spawn(program: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.name, program, ...args], options);
  }

  /** The name for its next network card: eth0, eth1 ... */
  nextCard(): string {
    return `eth${this.#links++}`;
  }

  addAddress(card: string, address: string): void {
    // Without nodad an IPv6 address cannot be used for the first second.
    this.ip('addr', 'add', address, 'dev', card, ...(address.includes(':') ? ['nodad'] : []));
  }
}

/** One end of a cable: a namespace, and the addresses (with prefix length) of its card. */
export interface Plug {
  readonly at: Namespace;
  readonly addresses: readonly string[];
}

/**
 * Machines and cables for one test file. Everything in it has this process's id in its name, and goes with
 * `destroy()`, or at the latest when the process ends; what a killed test left behind goes when the next lab opens.
 */
export class NetLab {
  readonly #namespaces: Namespace[] = [];
  readonly #atExit = (): void => this.destroy();
  static #count = 0;

  constructor() {
    removeOrphans();
    process.once('exit', this.#atExit);
  }

  namespace(label: string): Namespace {
    const made = new Namespace(`${PREFIX}${process.pid}-${NetLab.#count++}-${label}`);
    this.#namespaces.push(made);
    return made;
  }

  /** A cable between two machines; returns the names of the cards. */
  link(left: Plug, right: Plug): [string, string] {
    const cards: [string, string] = [left.at.nextCard(), right.at.nextCard()];
    ip(
      ...['link', 'add', cards[0], 'netns', left.at.name, 'type', 'veth'],
      ...['peer', 'name', cards[1], 'netns', right.at.name],
    );
    for (const [card, plug] of [[cards[0], left] as const, [cards[1], right] as const]) {
      for (const address of plug.addresses) plug.at.addAddress(card, address);
      plug.at.ip('link', 'set', card, 'up');
    }
    return cards;
  }

  /** A switch with a cable to each plug: all of them share one link. */
  lan(label: string, plugs: readonly Plug[]): void {
    const bridge = this.namespace(label);
    bridge.ip('link', 'add', 'br0', 'type', 'bridge');
    bridge.ip('link', 'set', 'br0', 'up');
    for (const plug of plugs) {
      const [, port] = this.link(plug, { at: bridge, addresses: [] });
      bridge.ip('link', 'set', port, 'master', 'br0');
    }
  }

  /** Ends the programs that still run in the namespaces, and removes these. Safe to call twice. */
  destroy(): void {
    process.removeListener('exit', this.#atExit);
    for (const { name } of this.#namespaces.splice(0)) removeNamespace(name);
  }
}

/**
 * A monitor and, behind a cable, a machine that answers for every address of 10.50.0.0/16 and fd50::/64:
 *
 *     monitor 10.200.0.1, fd00::1 --- 10.200.0.2, fd00::2 servers (10.50.0.0/16, fd50::/64)
 */
export class ServerLab extends NetLab {
  readonly monitor = this.namespace('monitor');
  readonly servers = this.namespace('servers');

  constructor() {
    super();
    const monitor = { at: this.monitor, addresses: ['10.200.0.1/24', 'fd00::1/64'] };
    const [card] = this.link(monitor, { at: this.servers, addresses: ['10.200.0.2/24', 'fd00::2/64'] });
    // Only a router says "unreachable".
    this.servers.sysctl('net.ipv4.ip_forward', 1);
    this.servers.sysctl('net.ipv6.conf.all.forwarding', 1);
    // The kernel's own limits on answers would look like servers that are down.
    this.servers.sysctl('net.ipv4.icmp_ratelimit', 0);
    this.servers.sysctl('net.ipv6.icmp.ratelimit', 0);
    this.monitor.ip('route', 'add', '10.50.0.0/16', 'via', '10.200.0.2');
    this.monitor.ip('-6', 'route', 'add', 'fd50::/64', 'via', 'fd00::2', 'dev', card);
    this.servers.ip('route', 'add', 'local', '10.50.0.0/16', 'dev', 'lo');
    this.servers.ip('-6', 'route', 'add', 'local', 'fd50::/64', 'dev', 'lo');
  }

  /** From now on a server (address or prefix) is silent, or its router says that it cannot be reached. */
  cut(address: string, how: 'blackhole' | 'unreachable' = 'blackhole'): void {
    this.servers.ip(...familyFlag(address), 'route', 'replace', how, address, 'table', 'local');
  }

  restore(address: string): void {
    this.servers.ip(...familyFlag(address), 'route', 'del', address, 'table', 'local');
  }
}

function familyFlag(address: string): string[] {
  return address.includes(':') ? ['-6'] : [];
}

function ip(...args: string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8' });
}

function hasIp(): boolean {
  try {
    ip('netns', 'list');
    return true;
  } catch {
    return false;
  }
}

function removeNamespace(name: string): void {
  for (const pid of ip('netns', 'pids', name).split('\n').filter(Boolean)) end(Number(pid));
  ip('netns', 'del', name);
}

function removeOrphans(): void {
  for (const name of namesInUse()) {
    const pid = Number(/^srvmon-test-(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) attempt(() => removeNamespace(name));
  }
}

function namesInUse(): string[] {
  try {
    return readdirSync('/var/run/netns');
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  return attempt(() => process.kill(pid, 0));
}

function end(pid: number): void {
  attempt(() => process.kill(pid, 'SIGKILL'));
}

/** Two test processes may clean up the same leftovers at once: then one of them fails, and that is fine. */
function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
