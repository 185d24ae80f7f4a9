import type { CommandShape, ValueKind } from './command-shape.ts';

/** Completion scripts of bash and zsh. Commands and flags stand in them; ids are asked of srvmon while somebody types. */

export function bashScript(shapes: readonly CommandShape[]): string {
  return `# bash completion of srvmon, made by "srvmon completion bash"
${lookup(shapes)}
_srvmon() {
  local command config choices kind word
  local cur=\${COMP_WORDS[COMP_CWORD]}
  _srvmon_lookup "$cur" "\${COMP_WORDS[@]:1:COMP_CWORD-1}"
  COMPREPLY=()
  if [[ $kind == files ]]; then
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
    compopt -o filenames 2>/dev/null
    return
  fi
  while IFS= read -r word; do
    [[ -n $word && $word == "$cur"* ]] && COMPREPLY+=("$(printf '%q' "$word")")
  done < <(_srvmon_words)
}
complete -F _srvmon srvmon
`;
}

export function zshScript(shapes: readonly CommandShape[]): string {
  return `#compdef srvmon
# zsh completion of srvmon, made by "srvmon completion zsh"
${lookup(shapes)}
_srvmon() {
  local command config kind typed="\${words[CURRENT]}"
  local -a before found
  before=("\${(@)words[2,CURRENT-1]}")
  local choices
  _srvmon_lookup "$typed" "\${before[@]}"
  if [[ $kind == files ]]; then
    _files
    return
  fi
  found=("\${(@f)$(_srvmon_words)}")
  compadd -a found
}
if [[ $funcstack[1] == _srvmon ]]; then _srvmon "$@"; else compdef _srvmon srvmon; fi
`;
}

/** Two functions that both shells understand: what is being typed, and what it may be. */
function lookup(shapes: readonly CommandShape[]): string {
  const named = shapes.filter(({ path }) => path !== '');
  const paths = named.map(({ path }) => quoted(path)).join(' | ');
  return `# Sets command, config (of --config), and kind and choices: what may stand here.
_srvmon_lookup() {
  local cur=$1 prev='' word
  shift
  command='' config='' kind='' choices=''
  for word in "$@"; do
    case $prev in -c | --config) config=$word ;; esac
    case "\${command:+$command }$word" in
      ${paths})
        command="\${command:+$command }$word"
        ;;
    esac
    prev=$word
  done
  case "$command $prev" in
${valueCases(named)}
  esac
  case $cur in -*) kind=flags ;; esac
  case "$kind $command" in
${shapes.map(flagCase).join('\n')}
  esac
  if [ -z "$kind" ]; then
    case $command in
${shapes.map(argumentCase).join('\n')}
    esac
  fi
}

# One word a line.
_srvmon_words() {
  case $kind in
    words | flags) printf '%s\\n' "$choices" | tr ' ' '\\n' ;;
    none | files) ;;
    *)
      if [ -n "$config" ]; then
        srvmon completion-data "$kind" --config "$config" 2>/dev/null
      else
        srvmon completion-data "$kind" 2>/dev/null
      fi
      ;;
  esac
}
`;
}

function valueCases(shapes: readonly CommandShape[]): string {
  const cases = shapes.flatMap(({ path, options }) =>
    options.flatMap(({ short, long, value }) => {
      if (value === null) return [];
      const names = [short, long].filter((name) => name !== null && name !== '');
      return [`    ${names.map((name) => quoted(`${path} ${name}`)).join(' | ')}) ${assign(value)} ;;`];
    }),
  );
  return cases.join('\n');
}

function flagCase({ path, options }: CommandShape): string {
  const flags = options.map(({ long }) => long).join(' ');
  return `    ${quoted(`flags ${path}`)}) choices=${quoted(flags)} ;;`;
}

/** What may stand where no flag is typed: a command, or an argument. */
function argumentCase({ path, commands, arguments: [first] }: CommandShape): string {
  const value = commands.length > 0 ? commands : (first?.value ?? 'none');
  return `      ${path === '' ? "''" : quoted(path)}) ${assign(value)} ;;`;
}

function assign(value: ValueKind): string {
  return typeof value === 'string' ? `kind=${value}` : `kind=words choices=${quoted(value.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text}'`;
}
