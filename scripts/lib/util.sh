#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Messages, exit codes, locks and the cache directory shared by scripts/vm's parts.
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

# What scripts/vm ends with when it is not CMD's own status; see vm --help.
declare -A codes=([usage]=112 [host]=113 [build]=114 [boot]=115 [timeout]=116
	[panic]=117 [lost]=118 [dirty]=119)

cache=${XDG_CACHE_HOME:-$HOME/.cache}/lowmark

say()
{
	[ -n "${quiet:-}" ] || echo "vm: $*" >&2
}

# die WHAT MESSAGE...: WHAT is one of the codes
die()
{
	local code=${codes[$1]}
	shift
	echo "vm: $*" >&2
	exit "$code"
}

# need_tool TOOL...: each must be on PATH
need_tool()
{
	local t
	PATH=$PATH:/usr/sbin:/sbin
	for t; do
		command -v "$t" >/dev/null ||
			die host "no '$t' on this machine; run scripts/deps vm"
	done
}

# locked FILE COMMAND...: run COMMAND in a subshell holding the lock FILE
locked()
{
	local file=$1 fd
	shift
	mkdir -p "${file%/*}"
	(
		exec {fd}>"$file"
		flock "$fd" || die host "cannot lock $file"
		"$@"
	)
}

# swap_in NEW FINAL: put directory NEW where FINAL is or was
swap_in()
{
	local old=$2.old.$$
	[ ! -e "$2" ] || mv -T "$2" "$old"
	mv -T "$1" "$2"
	rm -rf "$old"
}

# digest: a short name for what is on stdin
digest()
{
	sha256sum | cut -c1-16
}

# sh_quote ARG...: the arguments as words any POSIX shell reads back
sh_quote()
{
	local a
	for a; do
		printf "'%s' " "${a//\'/\'\\\'\'}"
	done
}
