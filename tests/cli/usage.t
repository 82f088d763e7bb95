#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Command lines that are wrong, help, and output that cannot be written.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

run help --list
mapfile -t verbs < <(grep -v ' ' "$work/out")
mapfile -t valued < <(awk 'NF == 4 { print $1 " " $2 }' "$work/out")
[ ${#verbs[@]} -ge 10 ]
result "help --list lists the commands"

run
judge "no command at all" 2 '^Usage: lowmark' ''
run nonsense
judge "an unknown command" 2 "unknown command 'nonsense'" ''
run zons
judge "a mistyped command" 2 "unknown command 'zons'; did you mean 'zones'\?" ''
run docotr
judge "a command with letters swapped" 2 "did you mean 'doctor'" ''
run ''
judge "an empty command" 2 "unknown command ''" ''
run $'zo\e[31mnes\n'
judge "control characters are not echoed" 2 "unknown command 'zo\?\[31mnes\?'" ''

for verb in "${verbs[@]}"; do
	run "$verb" --no-such-option
	judge "$verb: an unknown option" 2 "$verb: unknown option '--no-such-option'" ''
	run "$verb" -%
	judge "$verb: an unknown letter" 2 "$verb: unknown option '-%'" ''
	run "$verb" --help
	judge "$verb --help" 0 '' "^Usage: lowmark $verb"
	run "$verb" --help=yes
	judge "$verb: --help with a value" 2 "'--help=yes' takes no argument" ''
	run help "$verb"
	judge "help $verb" 0 '' "^Usage: lowmark $verb"
done

for option in "${valued[@]}"; do
	# shellcheck disable=SC2086 # two words: the command and its option
	run $option
	judge "$option without its argument" 2 "option '${option#* }' needs an argument" ''
done

run help nonsense
judge "help on an unknown command" 2 "no command 'nonsense'" ''
run zones --jso
judge "an abbreviated option" 2 "unknown option '--jso'; did you mean '--json'" ''
for verb in doctor unload status zones version; do
	run $verb superfluous
	judge "$verb with an argument" 2 "$verb: unexpected argument 'superfluous'" ''
done

# The kernel lets one argument have 128 KiB, and all of them 2 MiB.
long=$(printf '%0131000d' 0)
many=("$long" "$long" "$long" "$long" "$long" "$long" "$long" "$long")
run "$long"
judge "a command of 128 KiB" 2 "unknown command '0000" ''
[ "$(wc -c <"$work/err")" -lt 400 ]
result "its complaint is short"
for verb in "${verbs[@]}"; do
	run "$verb" --"$long" "${many[@]}"
	judge "$verb: an option of 128 KiB" 2 "unknown option '--0000" ''
	[ "$(wc -c <"$work/err")" -lt 400 ]
	result "$verb: its complaint is short"
done

for args in help version "version --json" "help --list" "help --format-doc" "zones --help"; do
	status=0
	# shellcheck disable=SC2086 # words
	"$tool" $args >/dev/full 2>"$work/err" || status=$?
	: >"$work/out"
	judge "$args to a full disk" 1 'cannot write the output: No space left on device'
	status=0
	# shellcheck disable=SC2086
	"$tool" $args >&- 2>"$work/err" || status=$?
	judge "$args with standard output closed" 1 'cannot write the output: Bad file descriptor'
done

run help
codes=$(sed -n 's/^  \([0-9]\)  .*/\1/p' "$work/out" | paste -sd ' ')
enum=$(sed -n 's/^\tEXIT_[A-Z]* = \([0-9]\),$/\1/p' userspace/command.h | paste -sd ' ')
[ -n "$codes" ] && [ "$codes" = "$enum" ]
result "help documents every exit code"

run version
judge "version" 0 '' "^lowmark [0-9]+\.[0-9]+\.[0-9]+$"
run -V
judge "-V is version" 0 '' "^lowmark "
run version --json
[ "$(jq -r .abi_major "$work/out")" = "$(awk '/define LOWMARK_ABI_MAJOR/ { print $3 }' include/lowmark_record.h)" ]
result "version --json names the ABI"

finish
