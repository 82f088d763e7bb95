#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Help, manual pages and completions agree; colours, pager, installation.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# same NAME A B: two lists are equal
same()
{
	diff "$2" "$3" >"$work/diff"
	local status=$?
	sed 's/^/# /' "$work/diff"
	[ $status = 0 ] && [ -s "$2" ]
	result "$1"
}

pages=$work/man
LOWMARK_TOOL=$tool scripts/man "$pages"
run help --list
grep -v ' ' "$work/out" | sort >"$work/verbs"
# "VERB --OPTION" of all
awk 'NF > 1 { print $1, $2 }' "$work/out" | sort >"$work/listed"

while read -r verb; do
	run "$verb" --help
	sed -n '/^Options:/,$s/^  .\{4\}--\([a-z-]*\).*/'"$verb"' --\1/p' "$work/out"
done <"$work/verbs" | sort >"$work/helped"
same "every option is in --help, and no other" "$work/listed" "$work/helped"
while read -r verb; do
	sed -n 's/^\.It .*Fl -\([a-z-]*\).*/'"$verb"' --\1/p' "$pages/lowmark-$verb.1"
done <"$work/verbs" | sort >"$work/manned"
same "every option is in its manual page, and no other" "$work/listed" "$work/manned"
sed -n 's/^\.It Xr lowmark-\([a-z]*\) 1$/\1/p' "$pages/lowmark.1" | sort >"$work/manned"
same "lowmark(1) lists the commands" "$work/verbs" "$work/manned"

# What bash itself makes of the words typed
complete()
{
	bash -c '. "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_lowmark; printf "%s\n" "${COMPREPLY[@]}"' \
		sh "$pages/completion.bash" lowmark "$@"
}
complete '' | sort >"$work/completed"
same "bash completes the commands" "$work/verbs" "$work/completed"
while read -r verb; do
	complete "$verb" -- | sed "s/^/$verb /"
done <"$work/verbs" | sort >"$work/completed"
same "bash completes every option, and no other" "$work/listed" "$work/completed"
[ "$(complete trace --color a | paste -sd ' ')" = "auto always" ]
result "bash completes the values of --color"
awk '/^\t[a-z]+\)$/ { verb = $1; sub(/\)/, "", verb) }
	match($0, /--[a-z-]+/) { print verb, substr($0, RSTART, RLENGTH) }' \
	"$pages/completion.zsh" | grep -v '^ ' | sort >"$work/completed"
same "zsh completion has every option, and no other" "$work/listed" "$work/completed"
sed -n "s/^complete .*subcommand_from \([a-z]*\)' -l \([a-z-]*\) .*/\1 --\2/p" \
	"$pages/completion.fish" | sort >"$work/completed"
same "fish completion has every option, and no other" "$work/listed" "$work/completed"
for shell in zsh fish; do
	if command -v $shell >"$work/log"; then
		$shell -n "$pages/completion.$shell"
		result "$shell reads its completion"
	else
		skip "$shell reads its completion" "no $shell"
	fi
done
run help --completion csh
judge "another shell" 2 "'csh' is not bash, zsh or fish" ''

if command -v mandoc >"$work/log"; then
	mandoc -T lint -W warning "$pages"/*.[157] >"$work/lint"
	[ ! -s "$work/lint" ]
	result "manual pages are without a fault"
	head "$work/lint" | sed 's/^/# /'
	mandoc -T ascii "$pages/lowmark-record.1" | col -b | grep -q -- '-m 64M -- make -j8'
	result "a page shows its example"
else
	skip "manual pages are without a fault" "no mandoc"
fi
missing=$(while read -r verb; do grep -qs '^\.Sh EXAMPLES' "docs/man/$verb.mdoc" || echo "$verb"; done <"$work/verbs")
[ -z "$missing" ]
result "every page has examples by hand"
for verb in $missing; do echo "# docs/man/$verb.mdoc is missing"; done
grep -q '^\.Sh EXAMPLES' "$pages/lowmark.7" && grep -q '^\.Sh EXAMPLES' "$pages/lowmark-format.5"
result "so have the pages that are of no command"
# Where a command records at all, its page tells what that costs.
missing=$(awk '$2 ~ /^--(live|only)$/ || $1 == "record" { print $1 }' "$work/listed" | sort -u |
	while read -r verb; do grep -qs '^\.Sh OVERHEAD' "$pages/lowmark-$verb.1" || echo "$verb"; done)
[ -z "$missing" ]
result "pages of commands that record tell of the overhead"
for verb in $missing; do echo "# docs/man/$verb.mdoc has none"; done
python3 - "$pages/lowmark.7" docs/overhead.md <<'END'
import re, sys
text = re.split(r"^\.Sh ", open(sys.argv[1]).read(), flags=re.M)
text, = (part for part in text if part.startswith("OVERHEAD"))
bounds = [float(x) for x in re.findall(r"less than ([\d.]+) %", text)]
for bound, row in zip(bounds, ("page faults", "steady reclaim"), strict=True):
    cells = re.findall(rf"^\| {row}[^|]*\|[^|]*\| ([-\d.]+)", open(sys.argv[2]).read(), re.M)
    assert len(cells) >= 2 and all(float(c) < bound for c in cells), (row, cells)
END
result "lowmark(7) tells of the overhead, as it was measured"
# Every cause and every word that stories use
sed '/^\.Sh READING/,$d' "$pages/lowmark-why.1" | sed -n 's/^\.It Cm //p' | sort -u >"$work/told"
while read -r _ causes; do
	echo "$causes" | tr ' ' '\n'
done < <(grep -v '^#' tests/incidents/causes) | grep -vx '?' | sort -u >"$work/causes"
[ -s "$work/causes" ] && [ -z "$(comm -23 "$work/causes" "$work/told")" ]
result "lowmark-why(1) tells the causes"
sed -nE 's/^ *(Zones skipped|Requests to wake kswapd|.*retries recorded|.*results): (.*)\.$/\2/p' \
	tests/golden/why/recorded/*.txt | sed 's/none woke it//;s/[0-9]* woke it//;s/; refused: //;s/, /\n/g' |
	sed -n 's/^[0-9]* //p' | sort -u >"$work/words"
[ "$(wc -l <"$work/words")" -ge 8 ] && [ -z "$(comm -23 "$work/words" "$work/told")" ]
result "and the words of stories"
comm -23 "$work/words" "$work/told" | sed 's/^/# /'

# Colours and the pager
echo "# CONFIG_KPROBES is not set" >"$work/config"
for verb in auto never; do
	run doctor --color $verb --config "$work/config"
	judge "--color $verb into a file" 3 '' '^blocking  '
done
run doctor --color always --config "$work/config"
judge "--color always" 3 '' $'^\033\\[1;31mblocking'
run doctor --color=sometimes
judge "--color sometimes" 2 "'sometimes' is not auto, always or never" ''
# on_terminal COMMAND: its output when that is a terminal
on_terminal()
{
	TERM=xterm script -qec "$1" /dev/null </dev/null
}
on_terminal "LOWMARK_PAGER=cat $tool doctor --config $work/config" >"$work/out"
grep -q $'\033\\[1;31mblocking' "$work/out"
result "colours on a terminal"
on_terminal "LOWMARK_PAGER= NO_COLOR=1 $tool doctor --config $work/config" >"$work/out"
grep -q '^blocking' "$work/out"
result "NO_COLOR"
on_terminal "LOWMARK_PAGER='sed s/^/paged:/' PAGER=false $tool doctor --color never --config $work/config" >"$work/out"
grep -q '^paged:blocking' "$work/out"
result "LOWMARK_PAGER shows the output on a terminal"
on_terminal "env -u LOWMARK_PAGER PAGER='echo LESS is \$LESS; cat' $tool doctor --config $work/config" >"$work/out"
grep -q '^LESS is FRX' "$work/out"
result "PAGER is next, and less is told to leave"
LOWMARK_PAGER='sed s/^/paged:/' run doctor --config "$work/config"
judge "no pager into a file" 3 '' '^blocking'

make -s install DESTDIR="$work/dest" PREFIX=/opt/x >"$work/log" 2>&1
for file in bin/lowmark share/man/man1/lowmark.1 share/man/man1/lowmark-report.1 \
	share/man/man5/lowmark-format.5 share/man/man7/lowmark.7 \
	share/bash-completion/completions/lowmark share/zsh/site-functions/_lowmark \
	share/fish/vendor_completions.d/lowmark.fish share/doc/lowmark/format.md; do
	[ -s "$work/dest/opt/x/$file" ]
	result "make install brings $file"
done

finish
