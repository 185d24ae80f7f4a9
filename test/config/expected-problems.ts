/**
 * What `formatProblem` makes of each fixture: file, line, column, path, what is wrong, and how to mend it. One tiny file a
 * rule, so that a change of any sentence is seen here.
 */
export const expectedProblems: Readonly<Record<string, readonly string[]>> = {
  'chat-id': [
    'invalid-chat-id.yaml:5:9 telegram.chats.it: must be the number of a chat, or {id: ...}, got "it-group"',
    '  -> write the number of the chat (a group has a negative one), or @channelname',
  ],
  'chat-missing-announce': [
    'invalid-chat-missing-announce.yaml:4:18 sites[0].announce_to: there is no chat called "users"',
    '  -> add it to telegram.chats, or use console',
  ],
  'chat-missing': [
    'invalid-chat-missing.yaml:4:15 alerts.to: there is no chat called "itt"',
    '  -> did you mean it?',
  ],
  'chat-reserved': [
    'invalid-chat-reserved.yaml:5:5 telegram.chats.console: "console" is a reserved word',
    '  -> give the chat another name',
  ],
  'check-too-long': [
    'invalid-check-too-long.yaml:6:9 servers[0].checks[0]: 2 attempts of 20s may take 40s, longer than the 30s that a run has for them',
    '  -> lower timeout: or attempts:',
  ],
  'check-unknown-key': [
    'invalid-check-unknown-key.yaml:6:9 servers[0].checks[0]: is no kind of check: a mapping with the key "tpc"',
    '  -> did you mean tcp? write icmp, tcp:443, a URL such as https://erp.example.com/, or a long form such as {tcp: 443, timeout: 5s}',
  ],
  'check-unknown': [
    'invalid-check-unknown.yaml:5:14 servers[0].checks[0]: is no kind of check: "ping"',
    '  -> write icmp, tcp:443, a URL such as https://erp.example.com/, or a long form such as {tcp: 443, timeout: 5s}',
  ],
  'checks-empty': [
    'invalid-checks-empty.yaml:5:13 servers[0].checks: has no check in it',
    '  -> write at least one, such as [icmp]',
  ],
  'checks-type': [
    'invalid-checks-type.yaml:5:13 servers[0].checks: must be a list of checks, got "icmp"',
    '  -> write a list such as [icmp, "tcp:443"]',
  ],
  cron: [
    'invalid-cron.yaml:4:13 maintenance[0].cron: "61 * * * *" is no cron expression',
    '  -> write five fields such as "0 2 * * SUN#1"',
  ],
  'duration-range': [
    'invalid-duration-range.yaml:3:11 interval: must be 1m..1d, got 10s',
    '  -> write a duration from 1m to 1d',
  ],
  duration: [
    'invalid-duration.yaml:1:38 alerts.down_after: must be a duration such as 90s, 3m, 6h or 14d, got 3',
    '  -> write a number and its unit, s, m, h, d or w, such as 3m',
  ],
  'gateway-missing': [
    'invalid-gateway-missing.yaml:4:14 sites[0].gateway: there is no server with the id "router"',
    '  -> write the id of a server',
  ],
  header: [
    'invalid-header.yaml:7:18 servers[0].checks[0].headers: "X Y" is no header that HTTP can carry',
    '  -> use plain characters on one line',
  ],
  'host-address': [
    'invalid-host-address.yaml:4:11 servers[0].host: is no valid IPv4 address, got "10.0.0.256"',
    '  -> write four numbers 0..255 without leading zeros',
  ],
  'host-brackets': [
    'invalid-host-brackets.yaml:4:11 servers[0].host: must be an IPv6 address without brackets, got "[2001:db8::1]"',
    '  -> take [ and ] out',
  ],
  'host-control': [
    'invalid-host-control.yaml:4:11 servers[0].host: must not hold a control character, got "erp\\u0007.example.com"',
    '  -> write an IPv4 or IPv6 address or a domain name',
  ],
  'host-name': [
    'invalid-host-name.yaml:4:11 servers[0].host: is no valid host name, got "erp..example.com"',
    '  -> write an IPv4 or IPv6 address or a domain name',
  ],
  'host-none': [
    'invalid-host-none.yaml:3:5 servers[0].host: the server has no host',
    '  -> add host: with its address or name',
  ],
  'host-option': [
    'invalid-host-option.yaml:4:11 servers[0].host: must not begin with "-", got "-c 100 x"',
    '  -> write an IPv4 or IPv6 address or a domain name',
  ],
  'host-port': [
    'invalid-host-port.yaml:4:11 servers[0].host: must be a host without a port, got "erp.example.com:443"',
    '  -> write host: erp.example.com and the check tcp:443',
  ],
  'host-space': [
    'invalid-host-space.yaml:4:11 servers[0].host: must not hold a space, got "erp example.com"',
    '  -> write an IPv4 or IPv6 address or a domain name',
  ],
  'host-unspecified-v6': [
    'invalid-host-unspecified-v6.yaml:4:11 servers[0].host: must be the address of a server; this one means "any", got "0:0:0::0"',
    '  -> write an IPv4 or IPv6 address or a domain name',
  ],
  'host-unspecified': [
    'invalid-host-unspecified.yaml:4:11 servers[0].host: must be the address of a server; this one means "any", got "0.0.0.0"',
    '  -> write an IPv4 or IPv6 address or a domain name',
  ],
  'host-url': [
    'invalid-host-url.yaml:4:11 servers[0].host: must be a host, not a URL, got "https://erp.example.com"',
    '  -> put the URL into `checks`: - https://...',
  ],
  'host-zone': [
    'invalid-host-zone.yaml:4:11 servers[0].host: must not have a zone id (%...), got "fe80::1%eth0"',
    '  -> use an address that is reachable without one',
  ],
  hours: [
    'invalid-hours.yaml:5:26 telegram.chats.it.hours: "8-17" is no day and time',
    '  -> write days and times such as "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" or "daily 01:00-02:00"',
  ],
  'id-characters': [
    'invalid-id-characters.yaml:4:9 servers[0].id: must be made of letters, digits, ".", "_" and "-", got "erp bandung"',
    '  -> write an id such as router-bdg',
  ],
  'id-duplicate-slug': [
    'invalid-id-duplicate-slug.yaml:4:5 servers[1]: the server id "erp", made of its name, is already that of servers[0] (invalid-id-duplicate-slug.yaml:3)',
    '  -> give it an id: of its own, such as id: erp-2',
  ],
  'id-duplicate': [
    'invalid-id-duplicate.yaml:4:30 servers[1].id: the server id "erp" is already that of servers[0] (invalid-id-duplicate.yaml:3)',
    '  -> give it an id: of its own, such as id: erp-2',
  ],
  'id-none': [
    'invalid-id-none.yaml:3:5 servers[0]: no id can be made of its name',
    '  -> give it an id: of letters and digits, such as id: router-bdg',
  ],
  'id-reserved-slug': [
    'invalid-id-reserved-slug.yaml:3:5 servers[0]: the id "constructor", made of its name, is a reserved word',
    '  -> give it an id: of its own',
  ],
  'id-reserved': [
    'invalid-id-reserved.yaml:4:9 servers[0].id: "all" is a reserved word',
    '  -> choose another id',
  ],
  'include-broken': [
    'parts/broken.yaml:4:1: YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    '  -> check indentation, colons and quotes on this line and the one above',
  ],
  'include-key': [
    'parts/with-alerts.yaml:1:1 alerts: an included file holds only servers and sites, not "alerts"',
    '  -> move it to the main file',
  ],
  'include-none': [
    'invalid-include-none.yaml:3:11 include[0]: no file matches "nowhere/*.yaml"',
    '  -> check the pattern; it is relative to the folder of this file',
  ],
  'key-missing': ['invalid-key-missing.yaml:4:5 maintenance[0].to: is missing', '  -> add to: here'],
  'key-unknown-nested': [
    'invalid-key-unknown-nested.yaml:7:9 servers[0].checks[0].timout: there is no key "timout" here',
    '  -> did you mean timeout?',
  ],
  'key-unknown-top': [
    'invalid-key-unknown-top.yaml:3:1 timezon: there is no key "timezon" here',
    '  -> did you mean timezone?',
  ],
  'key-unknown': [
    'invalid-key-unknown.yaml:4:5 servers[0].hots: there is no key "hots" here',
    '  -> did you mean host?',
  ],
  language: [
    'invalid-language.yaml:3:11 language: must be id or en, got "ind"',
    '  -> write id (Indonesian) or en (English)',
  ],
  'location-range': [
    'invalid-location-range.yaml:5:15 sites[0].location: latitude must be -90..90, got 107.6191',
    '  -> write the latitude first, then the longitude',
  ],
  'location-short-link': [
    'invalid-location-short-link.yaml:5:15 sites[0].location: a short link of maps.app.goo.gl holds no coordinates: "https://maps.app.goo.gl/AbCdEf"',
    '  -> open the link in a browser, wait for the map and copy the long address from the address bar, or write "lat,lon"',
  ],
  'location-type': [
    'invalid-location-type.yaml:5:22 sites[0].location.lat: must be a number of degrees, got "6 S"',
    '  -> write degrees with a decimal point, such as -6.9175',
  ],
  location: [
    'invalid-location.yaml:5:15 sites[0].location: is no location: "Jalan Asia Afrika"',
    '  -> write "lat,lon" with decimal points, such as "-6.9175,107.6191", or paste a long Maps link',
  ],
  method: [
    'invalid-method.yaml:7:17 servers[0].checks[0].method: must be GET, HEAD, POST, PUT, OPTIONS, got "FETCH"',
    '  -> write GET or one of the others, in capitals',
  ],
  'number-range': [
    'invalid-number-range.yaml:3:17 alerts.min_failures: must be a whole number 1..1000, got 0',
    '  -> write a whole number from 1 to 1000',
  ],
  'parent-loop-gateway': [
    "invalid-parent-loop-gateway.yaml:5:61 servers[1].parent: parents form a loop: router -> switch (by its site's gateway) -> router",
    '  -> take one of these parents out; parent: none makes a server ignore the gateway of its site',
  ],
  'parent-loop': [
    'invalid-parent-loop.yaml:3:41 servers[0].parent: parents form a loop: a -> c -> b -> a',
    '  -> take one of these parents out; parent: none makes a server ignore the gateway of its site',
  ],
  'parent-missing': [
    'invalid-parent-missing.yaml:4:44 servers[1].parent: there is no server with the id "cor"',
    '  -> did you mean core?',
  ],
  'parent-self': [
    'invalid-parent-self.yaml:3:44 servers[0].parent: parents form a loop: erp -> erp',
    '  -> take one of these parents out; parent: none makes a server ignore the gateway of its site',
  ],
  placeholder: [
    'invalid-placeholder.yaml:4:26 alerts.texts.en.announce_down: there is no placeholder {nam}',
    '  -> did you mean {name}?',
  ],
  'port-short': [
    'invalid-port-short.yaml:5:14 servers[0].checks[0]: port must be 1..65535, got 0',
    '  -> write a port such as tcp:443',
  ],
  port: [
    'invalid-port.yaml:6:14 servers[0].checks[0].tcp: port must be 1..65535, got 70000',
    '  -> write a port such as 443',
  ],
  'proxy-socks': [
    'invalid-proxy-socks.yaml:4:10 telegram.proxy: SOCKS proxies are not supported',
    '  -> write an HTTP proxy such as http://proxy.example.com:3128',
  ],
  'proxy-url': [
    'invalid-proxy-url.yaml:4:10 telegram.proxy: must be the URL of an HTTP proxy',
    '  -> write an HTTP proxy such as http://proxy.example.com:3128',
  ],
  regex: [
    'invalid-regex.yaml:7:34 servers[0].checks[0].expect.body.regex: invalid regular expression: /ok(/: Unterminated group',
    '  -> mend the expression, or write body: "text" for plain text',
  ],
  remind: [
    'invalid-remind.yaml:3:17 alerts.remind_every: must be a duration or a list of durations, got "often"',
    '  -> write 6h, or [6h, 12h, 24h]',
  ],
  'servers-empty-file': [
    'invalid-servers-empty-file.yaml:1:1 servers: there are no servers to watch',
    '  -> add at least one: servers: [{name: ERP, host: erp.example.com}]',
  ],
  'servers-none': [
    'invalid-servers-none.yaml:1:1 servers: there are no servers to watch',
    '  -> add at least one: servers: [{name: ERP, host: erp.example.com}]',
  ],
  share: [
    'invalid-share.yaml:1:48 alerts.site_outage.share: must be above 0% and at most 100%, got 60',
    '  -> write a percentage such as 60%',
  ],
  'site-duplicate': [
    'invalid-site-duplicate.yaml:5:5 sites[1]: the site id "bandung", made of its name, is already that of sites[0] (invalid-site-duplicate.yaml:4)',
    '  -> give it an id: of its own, such as id: bandung-2',
  ],
  'site-missing': [
    'invalid-site-missing.yaml:4:42 servers[0].site: there is no site with the id "bandng"',
    '  -> did you mean bandung?',
  ],
  'site-outage': [
    'invalid-site-outage.yaml:3:16 alerts.site_outage: must be off or a mapping, got "never"',
    '  -> write off, or {share: 60%, min: 3}',
  ],
  'status-range': [
    'invalid-status-range.yaml:7:27 servers[0].checks[0].expect.status: the range 299-200 is empty',
    '  -> write 200-299',
  ],
  status: [
    'invalid-status.yaml:7:27 servers[0].checks[0].expect.status: must be an HTTP status such as 200 or 200-299, got "2xx"',
    '  -> write 200, 200-299 or a list such as [200-299, 401]',
  ],
  'target-none': [
    'invalid-target-none.yaml:2:5 servers[0]: nobody would be told about this server',
    '  -> set alerts.to, or to: here, to a chat such as [it], or to [console]',
  ],
  'targets-type': [
    'invalid-targets-type.yaml:2:7 alerts.to: must be a list of chat names such as [it], got a mapping',
    '  -> name chats of telegram.chats, or console',
  ],
  'text-empty': ['invalid-text-empty.yaml:3:11 servers[0].name: must not be empty', '  -> write a text'],
  'timezone-offset': [
    'invalid-timezone-offset.yaml:3:11 timezone: "+07:00" is no IANA time zone',
    '  -> write an IANA name such as Asia/Jakarta',
  ],
  'timezone-unknown': [
    'invalid-timezone-unknown.yaml:3:11 timezone: "Asia/Jakrta" is no IANA time zone',
    '  -> did you mean Asia/Jakarta?',
  ],
  'token-both': [
    'invalid-token-both.yaml:5:3 telegram.token_file: token and token_file are both set',
    '  -> keep one of them',
  ],
  'token-none': [
    'invalid-token-none.yaml:1:1 telegram: there are chats but no bot token',
    '  -> add token: ${TELEGRAM_BOT_TOKEN} or token_file: /etc/srvmon/token',
  ],
  'token-shape': [
    'invalid-token-shape.yaml:2:10 telegram.token: is no bot token',
    '  -> copy the token from @BotFather: a number, a colon and 35 characters',
  ],
  'token-type': [
    'invalid-token-type.yaml:2:10 telegram.token: must be text',
    '  -> write token: ${TELEGRAM_BOT_TOKEN}',
  ],
  'type-list': [
    'invalid-type-list.yaml:2:10 servers: must be a list, got "ERP"',
    '  -> begin each entry with "- "',
  ],
  'type-mapping': [
    'invalid-type-mapping.yaml:1:9 alerts: must be a mapping of keys and values, got "console"',
    '  -> write key: value lines, indented below it',
  ],
  'type-text': [
    'invalid-type-text.yaml:3:11 servers[0].name: must be text, got a list',
    '  -> write a text, in quotes when it holds a colon or begins with a special character',
  ],
  'type-top': [
    'invalid-type-top.yaml:1:1: must be a mapping of keys and values, got a list',
    '  -> begin with a line such as servers:',
  ],
  'uplink-host': [
    'invalid-uplink-host.yaml:3:21 uplink[1]: must be the address of a server; this one means "any", got "::"',
    '  -> write an IPv4 or IPv6 address or a domain name',
  ],
  url: [
    'invalid-url.yaml:3:16 heartbeat_url: must be an http:// or https:// URL, got "hc.example.com/ping"',
    '  -> write the whole URL, such as https://erp.example.com/health',
  ],
  'variable-missing': [
    'invalid-variable-missing.yaml:4:11 servers[0].host: the environment variable ERP_HOST has no value',
    '  -> set ERP_HOST in the environment (for cron: a line ERP_HOST=... above the job in the crontab)',
  ],
  'variable-name': [
    'invalid-variable-name.yaml:3:11 servers[0].name: ${1} is no name of an environment variable',
    '  -> write $${ for a literal ${',
  ],
  'wall-time': [
    'invalid-wall-time.yaml:4:13 maintenance[0].from: "2026-02-30T22:00" is no date and time',
    '  -> write a local date and time such as 2026-12-24T22:00',
  ],
  'weekly-day': [
    'invalid-weekly-day.yaml:4:14 maintenance[0].every: "Sux 02:00-04:00" has no day called "Sux"',
    '  -> write days and times such as "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" or "daily 01:00-02:00"',
  ],
  'weekly-empty': [
    'invalid-weekly-empty.yaml:4:14 maintenance[0].every: "Sun 02:00-02:00" is empty',
    '  -> write days and times such as "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" or "daily 01:00-02:00"',
  ],
  weekly: [
    'invalid-weekly.yaml:4:14 maintenance[0].every: "Sunday at two" is no day and time',
    '  -> write days and times such as "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" or "daily 01:00-02:00"',
  ],
  'window-empty': [
    'invalid-window-empty.yaml:4:5 maintenance[0]: the window ends before it begins',
    '  -> make `to` later than `from`',
  ],
  'window-form': [
    'invalid-window-form.yaml:4:5 maintenance[0]: must be {every: ...}, {cron: ..., for: ...} or {from: ..., to: ...}, got a mapping',
    '  -> write days and times such as "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" or "daily 01:00-02:00", or {from: 2026-12-24T22:00, to: 2026-12-25T06:00}',
  ],
  'yaml-alias-bomb': [
    'invalid-yaml-alias-bomb.yaml:11:11: aliases such as this one multiply into more data than any configuration holds',
    '  -> take out the anchors that contain aliases of other anchors',
  ],
  'yaml-alias-loop': [
    'invalid-yaml-alias-loop.yaml:4:5: this alias stands inside its own anchor',
    '  -> take it out',
  ],
  'yaml-alias-unknown': [
    'invalid-yaml-alias-unknown.yaml:4:11 servers[0].host: there is no anchor &nowhere above',
    '  -> name an anchor that stands above, or put a text that begins with * in quotes',
  ],
  'yaml-documents': [
    'invalid-yaml-documents.yaml:3:1: YAML: a second document begins here',
    '  -> keep one document a file: take the line `---` out, or use `include`',
  ],
  'yaml-duplicate-key': [
    'invalid-yaml-duplicate-key.yaml:5:5: name stands twice in one mapping',
    '  -> keep one of the two',
  ],
  'yaml-syntax': [
    'invalid-yaml-syntax.yaml:4:1: YAML: Sequence item without - indicator',
    '  -> check indentation, colons and quotes on this line and the one above',
  ],
  'yaml-tab': [
    'invalid-yaml-tab.yaml:4:1: YAML: Tabs are not allowed as indentation',
    '  -> indent with spaces',
  ],
  'yaml-tag': [
    'invalid-yaml-tag.yaml:3:11: YAML: Unresolved tag: !env',
    '  -> put a text that begins with `!` in quotes',
  ],
  'yes-no': [
    'invalid-yes-no.yaml:4:34 telegram.chats.it.silent: must be true or false, got "yes"',
    '  -> write true or false, without quotes',
  ],
};
